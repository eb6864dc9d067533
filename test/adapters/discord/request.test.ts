import { describe, expect, it } from "vitest";
import { requestOfInteraction, requestOfMessage, type Surroundings } from "../../../src/adapters/discord/request.ts";
import { ANN, CHANNEL, commandData, GUILD, inDirect, interaction, message, pressOn, SELF, withPermissions } from "./samples.ts";

const around: Surroundings = { self: SELF, isThread: ({ channel_id }) => channel_id === "thread", isAdmin: () => false };
const stale = { kind: "press", action: { command: "menu", verb: "stale" } };

describe("a command", () => {
  it("becomes a request with everything that Discord vouches for", () => {
    const options = [{ name: "question", type: 3, value: "are my CVs used?" }];
    expect(requestOfInteraction(interaction(2, commandData("ask", options)))).toEqual({
      id: "900000000000000001",
      identity: { platform: "discord", tenant: "discord", person: ANN },
      workspace: GUILD,
      place: { id: CHANNEL, kind: "channel" },
      locale: "pt-BR",
      isAdmin: false,
      mayWrite: true,
      audience: "person",
      input: { kind: "command", name: "ask", options: { question: "are my CVs used?" } },
    });
  });

  it("gives every option as text", () => {
    const options = [
      { name: "count", type: 4, value: 3 },
      { name: "all", type: 5, value: true },
    ];
    expect(requestOfInteraction(interaction(2, commandData("x", options)))?.input).toMatchObject({ options: { count: "3", all: "true" } });
  });

  it("has no workspace in a direct message, and the same person", () => {
    const request = requestOfInteraction(interaction(2, commandData("status"), inDirect));
    expect(request).toMatchObject({ identity: { person: ANN }, place: { id: CHANNEL, kind: "dm" } });
    expect(request).not.toHaveProperty("workspace");
  });

  it("is not direct in a group conversation, where others read along", () => {
    const group = { ...inDirect, context: 2, channel: { id: CHANNEL, type: 3 } };
    expect(requestOfInteraction(interaction(2, commandData("status"), group))?.place.kind).toBe("channel");
  });

  it.each([10, 11, 12])("comes from a thread in a channel of type %i", (type) => {
    const inThread = { channel: { id: "6", type } };
    expect(requestOfInteraction(interaction(2, commandData("status"), inThread))?.place).toEqual({ id: "6", kind: "thread" });
  });

  it.each([
    ["a member", 1n << 11n, false],
    ["somebody who manages the server", 1n << 5n, true],
    ["an administrator", 1n << 3n, true],
  ])("by %s is an administrator's or not", (_, permissions, isAdmin) => {
    expect(requestOfInteraction(interaction(2, commandData("x"), withPermissions(permissions)))?.isAdmin).toBe(isAdmin);
  });

  it.each([
    ["of another name", { type: 1, name: "old", options: [{ name: "ask", type: 1 }] }],
    ["without a subcommand", { type: 1, name: "linkedin-ai" }],
    ["of a message's menu whose message is missing", { type: 3, name: "linkedin-ai", target_id: "1", resolved: { messages: {} } }],
  ])("%s is stale", (_, data) => {
    expect(requestOfInteraction(interaction(2, data))?.input).toMatchObject(stale);
  });
});

describe("a person who installed the bot for themself", () => {
  it("brings it to a server that knows nothing of it", () => {
    const byPerson = { authorizing_integration_owners: { 1: ANN } };
    const request = requestOfInteraction(interaction(2, commandData("status"), byPerson));
    expect(request).not.toHaveProperty("workspace");
    expect(request?.place).toEqual({ id: CHANNEL, kind: "channel" });
  });

  it("is in a server as everybody where that installed it, too", () => {
    const byBoth = { authorizing_integration_owners: { 0: GUILD, 1: ANN } };
    expect(requestOfInteraction(interaction(2, commandData("status"), byBoth))?.workspace).toBe(GUILD);
  });
});

describe("who may write", () => {
  const inThread = { channel: { id: "6", type: 11 } };
  it.each([
    ["in a channel with the right to send messages", withPermissions(1n << 11n), true],
    ["in a channel with the right for threads only", withPermissions(1n << 38n), false],
    ["in a thread with the right for threads", { ...withPermissions(1n << 38n), ...inThread }, true],
    ["in a thread with the right for channels only", { ...withPermissions(1n << 11n), ...inThread }, false],
    ["as an administrator", withPermissions(1n << 3n), true],
    ["in a direct message", inDirect, true],
  ])("%s", (_, about, mayWrite) => {
    expect(requestOfInteraction(interaction(2, commandData("status"), about))?.mayWrite).toBe(mayWrite);
  });
});

describe("an entry of a message's menu", () => {
  const check = (message: object) => ({ type: 3, name: "Check this message", target_id: "7", resolved: { messages: { 7: message } } });
  it("brings the message's words, those of its links and those that were passed on", () => {
    const data = check({
      content: "Copy and paste this!",
      embeds: [{ title: "A page", description: "that says something", url: "https://a.example" }],
      message_snapshots: [{ message: { content: "passed on", embeds: [{ title: "Another page" }] } }],
    });
    const text = "Copy and paste this!\nA page\nthat says something\nhttps://a.example\npassed on\nAnother page";
    expect(requestOfInteraction(interaction(2, data))?.input).toEqual({ kind: "message-check", text });
  });

  it("brings nothing of a message without words", () => {
    expect(requestOfInteraction(interaction(2, check({ content: "", embeds: [] })))?.input).toEqual({ kind: "message-check", text: "" });
  });
});

describe("a press", () => {
  it("becomes the action of the button", () => {
    expect(requestOfInteraction(pressOn("a:optout:next:linkedin/web-open"))?.input).toEqual({
      kind: "press",
      action: { command: "optout", verb: "next", subject: "linkedin/web-open" },
      private: false,
    });
  });

  it("becomes the action of the chosen option", () => {
    const data = { component_type: 3, custom_id: "select:0", values: ["a:ask:topic:inmail"] };
    const request = requestOfInteraction(interaction(3, data, { message: { id: "1", flags: 0 } }));
    expect(request?.input).toMatchObject({ action: { command: "ask", verb: "topic", subject: "inmail" } });
  });

  it.each([
    ["an ephemeral message", pressOn("a:x:y", 64), true],
    ["a direct message", pressOn("a:x:y", 0, inDirect), true],
    ["a message in a channel", pressOn("a:x:y", 1 << 15), false],
  ])("on %s", (_, press, isPrivate) => {
    expect(requestOfInteraction(press)?.input).toMatchObject({ private: isPrivate });
  });

  it.each(["z:old:format", "", "a:onlycommand", "x".repeat(200)])("with the unknown id %j is stale", (id) => {
    expect(requestOfInteraction(pressOn(id))?.input).toMatchObject(stale);
  });
});

describe("other interactions", () => {
  it("are stale when they are the form of another version", () => {
    expect(requestOfInteraction(interaction(5, { custom_id: "form", components: [] }))?.input).toMatchObject(stale);
  });

  it.each([
    ["a ping", 1],
    ["autocomplete", 4],
    ["a kind that does not exist yet", 99],
  ])("are no request when they are %s", (_, type) => {
    expect(requestOfInteraction(interaction(type, commandData("ask")))).toBeUndefined();
  });
});

describe("a message", () => {
  it("that mentions the bot becomes a text without the mention, answered for all", () => {
    expect(requestOfMessage(message(`<@${SELF}> are my DMs used?`), around)).toEqual({
      id: "800000000000000002",
      identity: { platform: "discord", tenant: "discord", person: ANN },
      workspace: GUILD,
      place: { id: CHANNEL, kind: "channel" },
      isAdmin: false,
      audience: "place",
      input: { kind: "text", text: "are my DMs used?" },
    });
  });

  it.each([
    [`<@!${SELF}>`, ""],
    [`<@${SELF}>`, ""],
    [`hey <@${SELF}>, hello <@!${SELF}>`, "hey  , hello"],
    [`<@${SELF}> what about <@222222222222222222>?`, "what about <@222222222222222222>?"],
  ])("%j says %j", (content, text) => {
    expect(requestOfMessage(message(content), around)?.input).toEqual({ kind: "text", text });
  });

  it("in a thread stays there", () => {
    expect(requestOfMessage(message(`<@${SELF}>`, { channel_id: "thread" }), around)?.place).toEqual({ id: "thread", kind: "thread" });
  });

  it("in a direct message needs no mention and is answered to the person", () => {
    const request = requestOfMessage(message("are my DMs used?", { guild_id: undefined }), around);
    expect(request).toMatchObject({ place: { id: CHANNEL, kind: "dm" }, audience: "person", input: { text: "are my DMs used?" } });
    expect(request).not.toHaveProperty("workspace");
  });

  it("is an administrator's where the surroundings say so, never in a direct message", () => {
    const byAdmin = { ...around, isAdmin: () => true };
    expect(requestOfMessage(message(`<@${SELF}>`), byAdmin)?.isAdmin).toBe(true);
    expect(requestOfMessage(message("x", { guild_id: undefined }), byAdmin)?.isAdmin).toBe(false);
  });

  it.each([
    ["does not mention the bot", message("hello")],
    ["answers the bot without a written mention", message("thanks", { type: 19, mentions: [{ id: SELF }] })],
    ["mentions somebody whose id begins alike", message(`<@${SELF}1> hi`)],
    ["is the bot's own", message(`<@${SELF}>`, { author: { id: SELF } })],
    ["is another bot's", message(`<@${SELF}>`, { author: { id: "1", bot: true } })],
    ["is Discord's own", message(`<@${SELF}>`, { author: { id: "1", system: true } })],
    ["is a webhook's", message(`<@${SELF}>`, { webhook_id: "1" })],
    ["tells that a thread was opened", message(`<@${SELF}>`, { type: 18 })],
    ["tells that a message was pinned", message(`<@${SELF}>`, { type: 6 })],
  ])("is none of the bot's business when it %s", (_, other) => {
    expect(requestOfMessage(other, around)).toBeUndefined();
  });

  it("that answers one of the bot's is a remark on that", () => {
    const answering = { type: 19, mentions: [{ id: SELF }], referenced_message: { id: "55", author: { id: SELF } } };
    expect(requestOfMessage(message("We never train on CVs.", answering), around)).toMatchObject({
      workspace: GUILD,
      input: { kind: "reply", to: "55", text: "We never train on CVs." },
    });
  });

  it.each([
    ["whose words do not come, because its ping is off", message("", { type: 19, referenced_message: { id: "55", author: { id: SELF } } })],
    ["that answers somebody else", message("hm", { type: 19, referenced_message: { id: "55", author: { id: "1" } } })],
    ["that answers a message which is gone", message("hm", { type: 19, referenced_message: null })],
  ])("%s is none of the bot's business", (_, other) => {
    expect(requestOfMessage(other, around)).toBeUndefined();
  });

  it("that answers another one and mentions the bot is meant for it", () => {
    expect(requestOfMessage(message(`<@${SELF}> and this?`, { type: 19 }), around)?.input).toEqual({ kind: "text", text: "and this?" });
  });
});
