import { createHmac } from "node:crypto";
import { at } from "../../src/adapters/slack/fields.ts";
import type { SlackServer } from "./slack-server.ts";
import type { SlackState } from "./slack-state.ts";

/** What Slack sends to an app. */
export type DeliveryKind = "slash_commands" | "interactive" | "events_api";

/** Where deliveries go: to the open sockets, or signed to an address. */
export type Transport = { kind: "socket" } | { kind: "http"; url: string; signingSecret: string };

/** Slack shows an error to the person, or delivers an event again, when the acknowledgement takes longer. */
export const ACK_DEADLINE_MS = 3_000;

/** How a delivery was taken: in time, and with what. */
export interface Acked {
  inTime: boolean;
  afterMs: number;
  payload: unknown;
}

/** Headers as Slack signs a request. https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signedHeaders(body: string, secret: string, seconds = Math.floor(Date.now() / 1000)): Record<string, string> {
  const signature = createHmac("sha256", secret).update(`v0:${seconds}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": String(seconds), "x-slack-signature": `v0=${signature}` };
}

/** A delivery as the body of a signed request. Commands are forms, interactions a form with JSON in it, events JSON. */
export function httpBody(kind: DeliveryKind, payload: object): { body: string; contentType: string } {
  if (kind === "events_api") return { body: JSON.stringify(payload), contentType: "application/json" };
  const fields = kind === "interactive" ? { payload: JSON.stringify(payload) } : (payload as Record<string, string>);
  return { body: new URLSearchParams(fields).toString(), contentType: "application/x-www-form-urlencoded" };
}

/** Sends deliveries and holds late or missing acknowledgements against the app. */
export function createDelivery(state: SlackState, server: SlackServer, transport: Transport, deadline: number) {
  async function bySocket(kind: DeliveryKind, payload: object, retry: number): Promise<unknown> {
    const socket = await state.until(() => server.listening().at(-1), deadline);
    const envelope_id = state.nextId("envelope");
    const accepts_response_payload = kind !== "events_api";
    const retries = retry > 0 ? { retry_attempt: retry, retry_reason: "timeout" } : {};
    socket.send(JSON.stringify({ envelope_id, type: kind, payload, accepts_response_payload, ...retries }));
    const ack = await state.until(() => server.acks.get(envelope_id), deadline);
    if (kind === "events_api" && Object.keys(Object(ack.payload)).length > 0) state.fail("an event was acknowledged with a payload");
    return ack.payload;
  }

  async function byHttp(kind: DeliveryKind, payload: object, retry: number, { url, signingSecret }: Transport & { kind: "http" }) {
    const { body, contentType } = httpBody(kind, payload);
    const retries = retry > 0 ? { "x-slack-retry-num": String(retry), "x-slack-retry-reason": "http_timeout" } : {};
    const headers = { "content-type": contentType, ...signedHeaders(body, signingSecret), ...retries };
    const response = await fetch(url, { method: "POST", body, headers, signal: AbortSignal.timeout(deadline) });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
    return text;
  }

  return async (kind: DeliveryKind, payload: object, retry = 0): Promise<Acked> => {
    const from = performance.now();
    try {
      const answer = transport.kind === "http" ? await byHttp(kind, payload, retry, transport) : await bySocket(kind, payload, retry);
      return { inTime: true, afterMs: performance.now() - from, payload: answer };
    } catch (error) {
      const afterMs = performance.now() - from;
      state.fail(`${kind} ${at(payload, "type") ?? ""} not acknowledged within ${deadline} ms: ${at(error, "message")}`);
      return { inTime: false, afterMs, payload: undefined };
    }
  };
}
