import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { startSlack } from "./slack.ts";
import { slackCoverage } from "./slack-coverage.ts";
import { slackMethods } from "./slack-methods.ts";
import { BOT_TOKEN } from "./slack-server.ts";
import { MESSAGE_CHARACTERS, markupProblems, validateMessage } from "./slack-validate.ts";

/** An emulator with a caller of its Web API that is not the SDK. */
async function start(ackDeadlineMs = 100) {
  const slack = await startSlack({ ackDeadlineMs });
  onTestFinished(() => slack.close());
  slack.state.channel("C1");
  slack.state.user("UANN");
  const call = async (method: string, args: Record<string, unknown>, token = BOT_TOKEN): Promise<unknown> => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    return (await fetch(slack.apiUrl + method, { method: "POST", headers, body: JSON.stringify(args) })).json();
  };
  const connect = async (onDelivery: (socket: WebSocket, id: string) => void): Promise<void> => {
    const socket = new WebSocket(slack.apiUrl.replace("http", "ws"));
    socket.on("message", (data) => {
      const { envelope_id } = JSON.parse(String(data)) as { envelope_id?: string };
      if (envelope_id) onDelivery(socket, envelope_id);
    });
    await slack.until(() => slack.sockets.length > 0);
  };
  return { slack, call, connect };
}

const quiet = { unfurl_links: false, unfurl_media: false };
const invalid = (...blocks: unknown[]): string[] => validateMessage({ text: "x", blocks }).invalid;
const careless = (...blocks: unknown[]): string[] => validateMessage({ text: "x", blocks }).careless;
const plain = (text: string): object => ({ type: "plain_text", text });
const button = (fields: object = {}): object => ({
  type: "actions",
  elements: [{ type: "button", text: plain("x"), action_id: "a", ...fields }],
});
const rich = (...elements: object[]): object => ({ type: "rich_text", elements: [{ type: "rich_text_section", elements }] });

it("the coverage list names what is served", () => {
  expect(Object.keys(slackCoverage).sort()).toEqual([...Object.keys(slackMethods), "response_url"].sort());
});

describe("the validator refuses", () => {
  it.each([
    ["51 blocks", Array.from({ length: 51 }, () => ({ type: "divider" }))],
    ["an unknown block", [{ type: "table" }]],
    ["an unknown field", [{ type: "divider", color: "red" }]],
    ["a missing field", [{ type: "header" }]],
    ["a long header", [{ type: "header", text: plain("x".repeat(151)) }]],
    ["a header in mrkdwn", [{ type: "header", text: { type: "mrkdwn", text: "x" } }]],
    ["a blank text", [{ type: "header", text: plain(" ") }]],
    ["11 context elements", [{ type: "context", elements: Array.from({ length: 11 }, () => plain("x")) }]],
    ["a long section", [{ type: "section", text: plain("x".repeat(3_001)) }]],
    ["11 fields", [{ type: "section", fields: Array.from({ length: 11 }, () => plain("x")) }]],
    ["a long label", [button({ text: plain("x".repeat(76)) })]],
    ["a long value", [button({ value: "x".repeat(2_001) })]],
    ["a script address", [button({ url: "javascript:1" })]],
    ["an unknown style", [button({ style: "link" })]],
    [
      "26 elements",
      [{ type: "actions", elements: Array.from({ length: 26 }, (_, i) => ({ type: "button", text: plain("x"), action_id: `${i}` })) }],
    ],
    ["an action_id twice", [{ type: "actions", elements: [1, 2].map(() => ({ type: "button", text: plain("x"), action_id: "a" })) }]],
    ["no options", [{ type: "actions", elements: [{ type: "static_select", action_id: "a", options: [] }] }]],
    [
      "a long option value",
      [{ type: "actions", elements: [{ type: "static_select", action_id: "a", options: [{ text: plain("x"), value: "x".repeat(151) }] }] }],
    ],
    ["an empty run", [rich({ type: "text", text: "" })]],
    ["an unknown run", [rich({ type: "image" })]],
    ["a lone surrogate", [rich({ type: "text", text: "\ud800" })]],
  ])("%s", (_, blocks) => expect(invalid(...blocks)).not.toEqual([]));

  it("a message of too many characters", () => {
    const blocks = (size: number): object[] => Array.from({ length: 4 }, () => rich({ type: "text", text: "x".repeat(size) }));
    expect(validateMessage({ text: "x", blocks: blocks(MESSAGE_CHARACTERS / 4) }).error).toBeUndefined();
    expect(validateMessage({ text: "x", blocks: blocks(MESSAGE_CHARACTERS / 4 + 1) }).error).toBe("msg_blocks_too_long");
  });
  it("a message without anything", () => expect(validateMessage({}).error).toBe("no_text"));
});

describe("the validator takes, and holds against the sender,", () => {
  it("pings", () => {
    expect(careless(rich({ type: "user", user_id: "U1" }))[0]).toContain("pings");
    expect(validateMessage({ text: "x", blocks: [rich({ type: "user", user_id: "U1" })] }, true).careless).toEqual([]);
    expect(validateMessage({ text: "x", blocks: [rich({ type: "broadcast", range: "here" })] }, true).careless[0]).toContain("pings");
    expect(careless({ type: "context", elements: [{ type: "mrkdwn", text: "<!here>", verbatim: true }] })[0]).toContain("pings");
    expect(markupProblems("<@U1>")[0]).toContain("pings");
  });
  it("characters that are not escaped", () => {
    expect(markupProblems("a & b")).toHaveLength(1);
    expect(markupProblems("a < b")).toHaveLength(1);
    expect(markupProblems("a &amp; b &lt;c&gt; <https://example.org/?a&amp;b|x>")).toEqual([]);
  });
  it("mrkdwn that makes names live, and blocks without a fallback", () => {
    expect(careless({ type: "context", elements: [{ type: "mrkdwn", text: "x" }] })).toHaveLength(1);
    expect(validateMessage({ blocks: [{ type: "divider" }] }).careless).toHaveLength(1);
  });
});

describe("the workspace", () => {
  it("holds a missing acknowledgement against the app", async () => {
    const { slack, connect } = await start();
    await connect(() => {});
    expect((await slack.command("UANN", "C1", "x")).inTime).toBe(false);
    expect(slack.failures[0]).toContain("not acknowledged within 100 ms");
  });
  it("holds a late one against it, and takes one in time", async () => {
    const { slack, connect } = await start();
    let wait = 0;
    await connect((socket, envelope_id) => setTimeout(() => socket.send(JSON.stringify({ envelope_id })), wait));
    expect((await slack.command("UANN", "C1", "x")).inTime).toBe(true);
    wait = 200;
    expect((await slack.command("UANN", "C1", "x")).inTime).toBe(false);
    expect(slack.failures).toHaveLength(1);
  });
  it("holds a payload on an event against it", async () => {
    const { slack, connect } = await start();
    await connect((socket, envelope_id) => socket.send(JSON.stringify({ envelope_id, payload: { text: "x" } })));
    await slack.dm("UANN", "x");
    expect(slack.failures).toEqual(["an event was acknowledged with a payload"]);
  });
  it.each([
    ["an unknown method", "chat.delete", {}, "unknown_method"],
    ["an unknown argument", "chat.postMessage", { channel: "C1", text: "x", ...quiet, as_user: true }, "invalid_arguments"],
    ["invalid blocks", "chat.postMessage", { channel: "C1", text: "x", blocks: [{ type: "nothing" }], ...quiet }, "invalid_blocks"],
    ["no content", "chat.postMessage", { channel: "C1", ...quiet }, "no_text"],
  ])("refuses %s and holds it against the app", async (_, method, args, error) => {
    const { slack, call } = await start();
    expect(await call(method, args)).toMatchObject({ ok: false, error });
    expect(slack.failures).not.toEqual([]);
    expect(slack.state.posts).toEqual([]);
  });
  it("holds previews, pings and threads that are not there against it", async () => {
    const { slack, call } = await start();
    await call("chat.postMessage", { channel: "C1", text: "<!channel>", thread_ts: "9.9" });
    for (const what of ["pings", "previews", "thread_ts"]) expect(slack.failures.join("\n")).toContain(what);
  });
  it("knows its tokens, and revokes them", async () => {
    const { slack, call } = await start();
    expect(await call("auth.test", {})).toMatchObject({ ok: true });
    expect(await call("auth.test", {}, "xoxb-other")).toMatchObject({ error: "invalid_auth" });
    expect(await call("apps.connections.open", {})).toMatchObject({ error: "invalid_auth" });
    slack.state.tokenError = "token_revoked";
    expect(await call("auth.test", {})).toMatchObject({ error: "token_revoked" });
  });
  it("hides an ephemeral message from others, and one in a thread that is not there from all", async () => {
    const { slack, call } = await start();
    const post = slack.say("UANN", "C1", "hi");
    await call("chat.postEphemeral", { channel: "C1", user: "UANN", text: "psst" });
    expect(slack.visibleTo("UANN", "C1")).toHaveLength(2);
    expect(slack.visibleTo("UBEN", "C1")).toHaveLength(1);
    expect(slack.failures).toEqual([]);
    await call("chat.postEphemeral", { channel: "C1", user: "UANN", text: "psst", thread_ts: post.ts });
    expect(slack.visibleTo("UANN", "C1")).toHaveLength(2);
    expect(slack.failures).toHaveLength(1);
    expect(await call("chat.postEphemeral", { channel: "C1", user: "UBEN", text: "psst" })).toMatchObject({ error: "user_not_in_channel" });
  });
  it("counts the uses of a response_url and lets it expire", async () => {
    const { slack, connect } = await start();
    await connect((socket, envelope_id) => socket.send(JSON.stringify({ envelope_id })));
    await slack.command("UANN", "C1", "x");
    const [id = ""] = slack.state.responseUrls.keys();
    const use = async (): Promise<number> =>
      (await fetch(slack.responseUrl(id), { method: "POST", headers: { "content-type": "application/json" }, body: '{"text":"x"}' }))
        .status;
    for (let i = 0; i < 5; i += 1) expect(await use()).toBe(200);
    expect(await use()).toBe(404);
    const url = slack.state.responseUrls.get(id);
    if (url) url.uses = 0;
    slack.expireResponseUrls();
    expect(await use()).toBe(404);
  });
  it("gives back what it was sent, metadata included, newest first and page by page", async () => {
    const { slack, call } = await start();
    slack.state.scopes.add("channels:history");
    const metadata = (id: number) => ({ event_type: "delivery", event_payload: { delivery_id: `${id}` } });
    for (const id of [1, 2, 3]) await call("chat.postMessage", { channel: "C1", text: `${id}`, metadata: metadata(id), ...quiet });
    const history = (args: object) =>
      call("conversations.history", { channel: "C1", include_all_metadata: true, ...args }) as Promise<{
        messages: object[];
        response_metadata: { next_cursor: string };
      }>;
    const page = await history({ limit: 2 });
    expect(page.messages).toMatchObject([{ metadata: metadata(3) }, { metadata: metadata(2) }]);
    const next = await history({ limit: 2, cursor: page.response_metadata.next_cursor });
    expect(next).toMatchObject({ messages: [{ metadata: metadata(1) }], has_more: false });
    expect((await history({ oldest: String(Date.now() / 1000 + 60) })).messages).toEqual([]);
    expect((await history({ include_all_metadata: false })).messages[0]).not.toHaveProperty("metadata");
    slack.state.scopes.delete("channels:history");
    expect(await history({})).toMatchObject({ ok: false, error: "missing_scope" });
    expect(slack.failures).toEqual([]);
  });
  it("holds metadata that Slack would not keep against the app", async () => {
    const { slack, call } = await start();
    await call("chat.postMessage", { channel: "C1", text: "x", metadata: { event_type: "a delivery", event_payload: {} }, ...quiet });
    await call("chat.postMessage", { channel: "C1", text: "x", metadata: { event_type: "d", event_payload: { a: {} } }, ...quiet });
    expect(slack.failures).toHaveLength(2);
  });
  it("fails as it is told, before or after it acts", async () => {
    const { slack, call } = await start();
    slack.fault({ method: "chat.postMessage", status: 500 });
    slack.fault({ method: "chat.postMessage", status: 500, when: "after" });
    const args = { channel: "C1", text: "x", ...quiet };
    expect(await call("chat.postMessage", args)).toMatchObject({ ok: false });
    expect(slack.state.posts).toHaveLength(0);
    expect(await call("chat.postMessage", args)).toMatchObject({ ok: false });
    expect(slack.state.posts).toHaveLength(1);
    expect(await call("chat.postMessage", args)).toMatchObject({ ok: true });
  });
});
