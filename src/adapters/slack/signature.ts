import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** A request must be at most this far from our clock, either way. https://docs.slack.dev/authentication/verifying-requests-from-slack */
const TIMESTAMP_TOLERANCE_SECONDS = 300;

/** Slack's largest deliveries are forms with a view; more is not read, whoever sends it. In bytes. */
export const BODY_LIMIT = 1_000_000;

/** Whether Slack signed a body with the app's secret, not long ago and not for the future. `now` is epoch milliseconds. */
export type Verify = (headers: IncomingMessage["headers"], body: Buffer, now: number) => boolean;

/**
 * Checks Slack's signatures. Bolt's own check takes any timestamp in the future, so that a request signed for next year could be
 * replayed until then. https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function createVerify(signingSecret: string): Verify {
  const key = createSecretKey(Buffer.from(signingSecret));
  return (headers, body, now) => {
    const timestamp = headers["x-slack-request-timestamp"];
    const signature = headers["x-slack-signature"];
    if (typeof timestamp !== "string" || typeof signature !== "string" || !/^\d{1,15}$/.test(timestamp)) return false;
    if (Math.abs(now / 1000 - Number(timestamp)) > TIMESTAMP_TOLERANCE_SECONDS) return false;
    const expected = Buffer.from(`v0=${createHmac("sha256", key).update(`v0:${timestamp}:`).update(body).digest("hex")}`);
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
}

/** https://docs.slack.dev/interactivity/implementing-slash-commands#responding_basic_receipt */
export function isSslCheck(body: Buffer): boolean {
  return /(^|&)ssl_check=1(&|$)/.test(body.subarray(0, 200).toString("latin1"));
}
