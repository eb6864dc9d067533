import { expect, it } from "vitest";
import { createVerify } from "../../../src/adapters/slack/signature.ts";
import { signedHeaders } from "../../emulators/slack-delivery.ts";

const SECRET = "signing-secret";
const BODY = "text=are+my+CVs+used%3F";
const NOW = 1_764_000_000_000;
const verify = createVerify(SECRET);
const signed = (secondsAhead = 0, body = BODY, secret = SECRET) => signedHeaders(body, secret, NOW / 1000 + secondsAhead);
const check = (headers: Record<string, string | string[]>, body = BODY): boolean => verify(headers, Buffer.from(body), NOW);

// Slack's own example: https://docs.slack.dev/authentication/verifying-requests-from-slack
it("takes Slack's own example", () => {
  const body =
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
  const headers = {
    "x-slack-request-timestamp": "1531420618",
    "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
  };
  const slacks = createVerify("8f742231b10e8888abcd99yyyzzz85a5");
  expect(slacks(headers, Buffer.from(body), 1_531_420_618_000)).toBe(true);
  expect(slacks(headers, Buffer.from(`${body}&`), 1_531_420_618_000)).toBe(false);
});

it.each([
  [0, true],
  [-300, true],
  [300, true],
  [-301, false],
  [301, false],
  [31_536_000, false],
])("of a timestamp %i s ahead of our clock: %s", (ahead, expected) => expect(check(signed(ahead))).toBe(expected));

it.each([
  ["another secret", signed(0, BODY, "other")],
  ["a byte more", signed(0, `${BODY}x`)],
  ["no signature", { ...signed(), "x-slack-signature": "" }],
  ["half a signature", { ...signed(), "x-slack-signature": signed()["x-slack-signature"]?.slice(0, 20) ?? "" }],
  ["another version", { ...signed(), "x-slack-signature": signed()["x-slack-signature"]?.replace("v0", "v1") ?? "" }],
  ["no headers", {}],
  ["two signatures", { ...signed(), "x-slack-signature": ["a", "b"] }],
  ["a timestamp that is no number", { ...signed(), "x-slack-request-timestamp": "1e9" }],
])("refuses what has %s", (_, headers) => expect(check(headers)).toBe(false));
