import { describe, expect, it } from "vitest";
import { type Incoming, readCommand, readEvent, readPress, readSubmission, readUnknown } from "../../../src/adapters/slack/request.ts";

// Payloads written after docs.slack.dev (slash commands, Events API, block_actions), not recorded.
const command = {
  command: "/linkedin-ai",
  text: "",
  user_id: "U1",
  channel_id: "C1",
  team_id: "T1",
  enterprise_id: "",
  trigger_id: "13345224609.738474920.8088930838d88f008e0",
  response_url: "https://hooks.example.org/1",
  is_enterprise_install: "false",
};
const event = (fields: object, body: object = {}): object => ({
  type: "event_callback",
  event_id: "Ev1",
  team_id: "T1",
  authorizations: [{ team_id: "T1", user_id: "UBOT" }],
  event: { user: "U1", ts: "1700000000.000100", ...fields },
  ...body,
});
const mention = (fields: object = {}): object => event({ type: "app_mention", channel: "C1", text: "<@UBOT> are my DMs used?", ...fields });
const direct = (fields: object = {}): object => event({ type: "message", channel: "D1", channel_type: "im", text: "hello", ...fields });
const press = (fields: object = {}, action: object = { action_id: "press-0", value: "a:optout:next:linkedin/1" }): object => ({
  type: "block_actions",
  user: { id: "U1", team_id: "T1" },
  team: { id: "T1" },
  trigger_id: "trigger-1",
  channel: { id: "C1" },
  container: { type: "message", message_ts: "1.1", channel_id: "C1", is_ephemeral: false },
  message: { ts: "1.1" },
  actions: [action],
  ...fields,
});
const textOf = (incoming: Incoming | undefined): string | undefined =>
  incoming?.request.input.kind === "text" ? incoming.request.input.text : undefined;

describe("a slash command", () => {
  it("is a request of the person in their team", () => {
    expect(readCommand({ ...command, text: " optout " })).toEqual({
      request: {
        id: command.trigger_id,
        identity: { platform: "slack", tenant: "T1", person: "U1" },
        workspace: "T1",
        place: { id: "C1", kind: "channel" },
        isAdmin: false,
        audience: "person",
        input: { kind: "text", text: "optout" },
      },
      origin: { via: "command", channel: "C1", user: "U1", kind: "channel", private: false },
    });
  });
  it("without a text asks for the menu", () => expect(textOf(readCommand(command))).toBe(""));
  it("in a direct message says so", () =>
    expect(readCommand({ ...command, channel_id: "D1" })?.request.place).toEqual({ id: "D1", kind: "dm" }));
  it("is read as it was typed", () => {
    const text = "a &lt;b&gt; &amp;amp; <https://example.org/?a=1&amp;b=2> <https://example.org|site> <@U2>";
    expect(textOf(readCommand({ ...command, text }))).toBe("a <b> &amp; https://example.org/?a=1&b=2 site <@U2>");
  });
  it.each(["channel_id", "user_id", "team_id", "trigger_id"])("without %s is nothing", (key) => {
    expect(readCommand({ ...command, [key]: undefined })).toBeUndefined();
  });
  it.each([undefined, null, "text", 1, []])("is not %j", (body) => expect(readCommand(body)).toBeUndefined());
});

describe("a mention", () => {
  const read = (fields?: object): Incoming | undefined => readEvent(mention(fields));
  it("is a question for all to read, answered under it", () => {
    const incoming = read();
    expect(incoming?.request).toMatchObject({
      id: "Ev1",
      audience: "place",
      place: { id: "C1", kind: "channel" },
      input: { text: "are my DMs used?" },
    });
    expect(incoming?.origin).toEqual({
      via: "mention",
      channel: "C1",
      user: "U1",
      kind: "channel",
      private: false,
      thread: "1700000000.000100",
    });
  });
  it("in a thread is answered there", () => {
    const incoming = read({ thread_ts: "1.1" });
    expect(incoming?.request.place).toEqual({ id: "C1:1.1", kind: "thread" });
    expect(incoming?.origin).toMatchObject({ kind: "thread", thread: "1.1" });
  });
  it.each(["<@UBOT>", "<@UBOT|bot> ", " <@UBOT> <@UBOT>"])("without more than %j asks for the menu", (text) => {
    expect(textOf(read({ text }))).toBe("");
  });
  it.each([
    ["of an edit", { edited: { user: "U1", ts: "2.2" } }],
    ["by a bot", { bot_id: "B2" }],
    ["by a bot with a profile only", { bot_profile: { id: "B2" } }],
    ["by the bot itself", { user: "UBOT" }],
    ["in a direct message, which arrives as the message too", { channel: "D1" }],
    ["in a direct message by its type", { channel: "C1", channel_type: "im" }],
    ["without a user", { user: undefined }],
    ["without a time", { ts: undefined }],
  ])("%s is left alone", (_, fields) => expect(read(fields)).toBeUndefined());
  it("belongs to the team for which the event is delivered, not to the author's", () => {
    const body = { ...mention(), team_id: "T2", authorizations: [{ team_id: "T1", user_id: "UBOT" }] };
    expect(readEvent(body)?.request.identity.tenant).toBe("T1");
    expect(readEvent({ ...mention(), authorizations: undefined })?.request.identity.tenant).toBe("T1");
  });
});

describe("a direct message", () => {
  it("is a conversation", () => {
    const incoming = readEvent(direct());
    expect(incoming?.request).toMatchObject({ audience: "person", place: { id: "D1", kind: "dm" }, input: { text: "hello" } });
    expect(incoming?.origin).toEqual({ via: "message", channel: "D1", user: "U1", kind: "dm", private: false });
  });
  it("stays in its thread", () => expect(readEvent(direct({ thread_ts: "1.1" }))?.origin.thread).toBe("1.1"));
  it("with a mention of the bot is read without it", () => expect(textOf(readEvent(direct({ text: "<@UBOT> hi" })))).toBe("hi"));
  it.each([
    ["an edit", { subtype: "message_changed", message: { user: "U1" } }],
    ["a deletion", { subtype: "message_deleted" }],
    ["by a bot", { bot_id: "B2" }],
    ["by the bot itself", { user: "UBOT" }],
    ["hidden", { hidden: true }],
    ["in a channel", { channel: "C1", channel_type: "channel" }],
    ["in a group", { channel: "G1", channel_type: "mpim" }],
  ])("%s is left alone", (_, fields) => expect(readEvent(direct(fields))).toBeUndefined());
});

it("other events are left alone", () => {
  expect(readEvent(event({ type: "reaction_added", channel: "D1", text: "x" }))).toBeUndefined();
  expect(readEvent({})).toBeUndefined();
});

describe("a press", () => {
  it("is the action in its value", () => {
    const incoming = readPress(press());
    expect(incoming?.request).toMatchObject({
      id: "trigger-1",
      audience: "person",
      place: { id: "C1", kind: "channel" },
      input: { kind: "press", action: { command: "optout", verb: "next", subject: "linkedin/1" }, private: false },
    });
    expect(incoming?.origin).toEqual({ via: "press", channel: "C1", user: "U1", kind: "channel", private: false, message: "1.1" });
  });
  it("on a select is the action of the option", () => {
    const action = { action_id: "choose-0", selected_option: { value: "a:language:set:fr" } };
    expect(readPress(press({}, action))?.request.input).toMatchObject({ action: { command: "language", verb: "set", subject: "fr" } });
  });
  it.each([
    ["an ephemeral message", { message: undefined, container: { message_ts: "1.1", channel_id: "C1", is_ephemeral: true } }, true],
    ["a direct message", { channel: { id: "D1" } }, true],
    ["a message for all", {}, false],
  ])("on %s is private: %s", (_, fields, expected) => {
    const incoming = readPress(press(fields));
    expect(incoming?.request.input).toMatchObject({ private: expected });
    expect(incoming?.origin).toMatchObject({ private: expected, message: "1.1" });
  });
  it.each([
    ["the message", { message: { ts: "2.2", thread_ts: "1.1" } }],
    ["the container", { message: undefined, container: { message_ts: "2.2", channel_id: "C1", thread_ts: "1.1", is_ephemeral: true } }],
  ])("in a thread is found in %s", (_, fields) => {
    expect(readPress(press(fields))?.request.place).toEqual({ id: "C1:1.1", kind: "thread" });
  });
  it.each(["", "b:new:format", "a:", "x".repeat(101), "approve_request_17"])("with the value %j is an old button", (value) => {
    expect(readPress(press({}, { action_id: "whatever", value }))?.request.input).toMatchObject({
      action: { command: "menu", verb: "stale" },
    });
  });
  it("on a link asks for nothing", () => expect(readPress(press({}, { action_id: "link-3" }))).toBeUndefined());
  it("in a modal is answered in a direct message", () => {
    const incoming = readPress(press({ channel: undefined, message: undefined, container: { type: "view", view_id: "V1" } }));
    expect(incoming?.origin).toMatchObject({ via: "form", channel: "U1" });
  });
  it("finds the team of an organisation-wide installation", () => {
    expect(readPress(press({ team: null }))?.request.identity.tenant).toBe("T1");
  });
  it.each([{}, null, { actions: [] }, press({ user: undefined })])("is not %j", (body) => expect(readPress(body)).toBeUndefined());
});

it("a form or shortcut is answered by the menu in a direct message", () => {
  const body = { type: "shortcut", user: { id: "U1" }, team: { id: "T1" }, trigger_id: "trigger-2", callback_id: "gone" };
  for (const read of [readUnknown, readSubmission])
    expect(read(body)).toMatchObject({
      request: { id: "trigger-2", place: { id: "U1", kind: "dm" }, input: { kind: "press", action: { command: "menu", verb: "stale" } } },
      origin: { via: "form", channel: "U1" },
    });
  expect(readUnknown({ type: "shortcut" })).toBeUndefined();
});
