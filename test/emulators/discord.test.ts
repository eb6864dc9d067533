import { REST } from "@discordjs/rest";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DISCORD_TOKEN, type DiscordEmulator, startDiscord } from "./discord.ts";
import { commandProblems } from "./discord-command-rules.ts";
import { discordCoverage } from "./discord-coverage.ts";
import { COMPONENTS_V2, callbackProblems, EPHEMERAL, messageProblems } from "./discord-message-rules.ts";
import { ROUTES } from "./discord-routes.ts";
import { mentionsIn, plainText } from "./discord-text.ts";

it("lists exactly the routes that it answers", () => {
  expect(Object.keys(discordCoverage).sort()).toEqual(Object.keys(ROUTES).sort());
});

const text = (content: string) => ({ type: 10, content });
const button = (more: object = {}) => ({ type: 2, style: 1, label: "Go", custom_id: "go", ...more });
const row = (...components: object[]) => ({ type: 1, components });
const select = (options: object[], more: object = {}) => row({ type: 3, custom_id: "s", options, ...more });
const option = (value: string, more: object = {}) => ({ label: "One", value, ...more });
const body = (...components: object[]) => ({ flags: COMPONENTS_V2, components });
const many = <T>(count: number, one: (index: number) => T) => Array.from({ length: count }, (_, index) => one(index));

describe("a message", () => {
  it.each<[string, object]>([
    ["of all parts", body(text("x".repeat(3_999)), text("y"), row(button()), select([option("a")], { placeholder: "?" }))],
    ["of as many components as there may be", body(...many(40, () => text("x")))],
    ["with a link", body(row(button({ style: 5, url: "https://a.example", custom_id: undefined })))],
  ])("%s is taken", (_, message) => {
    expect(messageProblems("create", message)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ["components, for the old kind of message", { components: [text("x")], flags: 0 }, "COMPONENTS_V2_REQUIRED"],
    ["no components", body(), "BASE_TYPE_BAD_LENGTH"],
    ["41 components", body(...many(40, () => text("x")), row(button())), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"],
    ["4001 characters", body(text("x".repeat(4_000)), text("y")), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"],
    ["a text of spaces", body(text(" \n ")), "BASE_TYPE_MIN_LENGTH"],
    ["half a character", body(text("\ud800")), "STRING_ENCODING"],
    ["6 buttons in a row", body(row(...many(6, (index) => button({ custom_id: `b${index}` })))), "BASE_TYPE_BAD_LENGTH"],
    ["an empty row", body(row()), "BASE_TYPE_BAD_LENGTH"],
    ["a label of 81 characters", body(row(button({ label: "x".repeat(81) }))), "BASE_TYPE_MAX_LENGTH"],
    ["a custom id of 101 characters", body(row(button({ custom_id: "x".repeat(101) }))), "BASE_TYPE_MAX_LENGTH"],
    ["one custom id twice", body(row(button()), row(button())), "COMPONENT_CUSTOM_ID_DUPLICATED"],
    ["a link with a custom id", body(row(button({ style: 5, url: "https://a.example" }))), "UNKNOWN_FIELD"],
    ["a link to a script", body(row(button({ style: 5, url: "javascript:1", custom_id: undefined }))), "STRING_TYPE_REGEX"],
    ["a select beside a button", body(row(button(), { type: 3, custom_id: "s", options: [option("a")] })), "BASE_TYPE_BAD_LENGTH"],
    ["26 options", body(select(many(26, (index) => option(`${index}`)))), "BASE_TYPE_BAD_LENGTH"],
    ["one value twice", body(select([option("a"), option("a")])), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"],
    ["a placeholder of 151 characters", body(select([option("a")], { placeholder: "x".repeat(151) })), "BASE_TYPE_MAX_LENGTH"],
    ["an unknown field", body(text("x"), { ...text("y"), colour: "red" }), "UNKNOWN_FIELD"],
    ["an unknown kind of component", body({ type: 99 }), "BASE_TYPE_CHOICES"],
    ["plain content beside components", { ...body(text("x")), content: "y" }, "UNKNOWN_FIELD"],
    ["a flag that only interactions have", { ...body(text("x")), flags: COMPONENTS_V2 | EPHEMERAL }, "FLAGS"],
    ["an id of 33 bits", body({ ...text("x"), id: 2 ** 32 }), "NUMBER_TYPE_COERCE"],
    ["one id twice", body({ ...text("x"), id: 7 }, { ...text("y"), id: 7 }), "COMPONENT_ID_DUPLICATED"],
    ["a nonce of 26 characters", { ...body(text("x")), nonce: "x".repeat(26) }, "BASE_TYPE_MAX_LENGTH"],
  ])("with %s is refused", (_, message, code) => {
    expect(messageProblems("create", message).map((problem) => problem.code)).toContain(code);
  });
});

it("refuses a deferred answer with more than the ephemeral flag, and direct answers", () => {
  expect(callbackProblems({ type: 5, data: { flags: EPHEMERAL } })).toEqual([]);
  expect(callbackProblems({ type: 5, data: { flags: EPHEMERAL | COMPONENTS_V2 } })).not.toEqual([]);
  expect(callbackProblems({ type: 4, data: { content: "x" } })).not.toEqual([]);
});

describe("a command", () => {
  const sub = (more: object = {}) => ({ type: 1, name: "ask", description: "x", ...more });
  const command = (...options: object[]) => [{ type: 1, name: "linkedin-ai", description: "x", options }];
  const given = (name: string, required: boolean) => ({ type: 3, name, description: "x", required });

  it.each<[string, object[], string]>([
    ["a capital letter", command(sub({ name: "Ask" })), "APPLICATION_COMMAND_INVALID_NAME"],
    ["a space in a localized name", command(sub({ name_localizations: { fr: "ma question" } })), "STRING_TYPE_REGEX"],
    ["an unknown locale", command(sub({ name_localizations: { en: "ask" } })), "UNKNOWN_FIELD"],
    ["a long description", command(sub({ description: "x".repeat(101) })), "BASE_TYPE_MAX_LENGTH"],
    ["26 subcommands", command(...many(26, (index) => sub({ name: `ask${index}` }))), "BASE_TYPE_BAD_LENGTH"],
    ["one name twice", command(sub(), sub()), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID"],
    [
      "one localized name twice",
      command(sub({ name_localizations: { fr: "x" } }), sub({ name: "b", name_localizations: { fr: "x" } })),
      "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
    ],
    [
      "an optional option first",
      command(sub({ options: [given("a", false), given("b", true)] })),
      "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ],
    [
      "more than 8000 characters",
      command(
        ...many(20, (index) =>
          sub({ name: `s${index}`, options: many(5, (n) => ({ ...given(`o${n}`, false), description: "x".repeat(100) })) }),
        ),
      ),
      "APPLICATION_COMMAND_TOO_LARGE",
    ],
  ])("with %s is refused", (_, commands, code) => {
    expect(commandProblems(commands).map((problem) => problem.code)).toContain(code);
  });
});

describe("the reader of Markdown", () => {
  it.each([
    ["## Title\n-# small *print*\n- **item** one", "Title\nsmall print\nitem one"],
    ["[label](<https://a.example>) <https://b.example>", "label (https://a.example) https://b.example"],
    ["\\*not\\* \\`code\\` `*code*` `` a`b ``", "*not* `code` *code*  a`b "],
    ["```\n*as* it \\is\n```", "*as* it \\is"],
  ])("reads %j as %j", (markdown, plain) => {
    expect(plainText(markdown)).toBe(plain);
  });

  it("finds what notifies somebody", () => {
    expect(mentionsIn("@everyone <@12> <@&3> \\@here `@here` \\<@4>")).toEqual(["@everyone", "<@12>", "<@&3>"]);
  });
});

describe("a bot", () => {
  let discord: DiscordEmulator;
  let rest: REST;

  beforeEach(async () => {
    discord = await startDiscord();
    rest = restOf(discord);
  });

  afterEach(() => discord.stop());

  const restOf = ({ apiUrl }: DiscordEmulator): REST => new REST({ api: apiUrl, version: "10" }).setToken(DISCORD_TOKEN);

  const command = () => discord.command(discord.person("ann"), discord.general, "ask");
  const acknowledge = (id: string, token: string) => rest.post(`/interactions/${id}/${token}/callback`, { body: { type: 5 }, auth: false });

  it("that acknowledges too late is told that the interaction is unknown, which is held against it", async () => {
    await discord.stop();
    // Even at once is too late.
    discord = await startDiscord({ ackDeadlineMs: -1 });
    rest = restOf(discord);
    const { id, token } = command();
    await expect(acknowledge(id, token)).rejects.toThrow("Unknown interaction");
    expect(discord.failures()[0]).toMatch(/acknowledged after \d+ ms/);
  });

  it("that does not acknowledge, or does and never answers, fails", async () => {
    const { id } = command();
    const { id: other, token } = command();
    await acknowledge(other, token);
    expect(discord.failures()).toEqual([
      `interaction ${id} was not acknowledged`,
      `interaction ${other} was acknowledged and never answered`,
    ]);
  });

  it("that acknowledges twice is told so", async () => {
    const { id, token } = command();
    await acknowledge(id, token);
    await expect(acknowledge(id, token)).rejects.toThrow("already been acknowledged");
  });

  it("that answers before it acknowledges, or after its time, has no valid token", async () => {
    const interaction = command();
    const followUp = () => rest.post(`/webhooks/${discord.state.application}/${interaction.token}`, { body: body(text("x")), auth: false });
    await expect(followUp()).rejects.toThrow("Invalid Webhook Token");
    await acknowledge(interaction.id, interaction.token);
    interaction.expired = true;
    await expect(followUp()).rejects.toThrow("Invalid Webhook Token");
  });

  it("that asks for what is not emulated fails", async () => {
    await expect(rest.get("/users/@me")).rejects.toThrow();
    expect(discord.failures()).toEqual(["the emulator has no route GET /users/@me"]);
  });

  it("that sends a wrong form fails", async () => {
    await expect(rest.post(`/channels/${discord.general.id}/messages`, { body: body() })).rejects.toThrow("Invalid Form Body");
    expect(discord.failures()).toHaveLength(1);
  });

  it("may read back what it posted, ids of components included, newest first and page by page", async () => {
    const send = (id: number) =>
      rest.post(`/channels/${discord.general.id}/messages`, { body: body({ ...text(`${id}`), id }, text("more")) });
    for (const id of [101, 102, 103]) await send(id);
    const read = async (query: Record<string, string>) =>
      (await rest.get(`/channels/${discord.general.id}/messages`, { query: new URLSearchParams(query) })) as {
        id: string;
        components: { id: number }[];
      }[];
    const page = await read({ limit: "2" });
    expect(page.map(({ components }) => components.map(({ id }) => id))).toEqual([
      [103, 1],
      [102, 1],
    ]);
    const rest_ = await read({ limit: "2", before: page[1]?.id ?? "" });
    expect(rest_.map(({ components }) => components[0]?.id)).toEqual([101]);
    await expect(read({ limit: "101" })).rejects.toThrow("Invalid Form Body");
    discord.state.mayReadHistory = false;
    expect(await read({})).toEqual([]);
  });

  it("that repeats a nonce posts once within a few minutes, and again later", async () => {
    const send = () =>
      rest.post(`/channels/${discord.general.id}/messages`, { body: { ...body(text("x")), nonce: "n", enforce_nonce: true } });
    await send();
    await send();
    expect(discord.state.messages).toHaveLength(1);
    discord.state.clock = () => Date.now() + discord.state.nonceMs;
    await send();
    expect(discord.state.messages).toHaveLength(2);
  });

  it("with a wrong token is refused", async () => {
    await expect(rest.setToken("wrong").get("/gateway/bot")).rejects.toMatchObject({ status: 401 });
  });

  it("that lets mentions through notifies people", async () => {
    const send = (more: object) =>
      rest.post(`/channels/${discord.general.id}/messages`, { body: { ...body(text("@everyone <@5>")), ...more } });
    await send({});
    await send({ allowed_mentions: { parse: [] } });
    await send({ allowed_mentions: { parse: [] }, message_reference: { message_id: "123456789012345678" } });
    await send({ message_reference: { message_id: "123456789012345678" } });
    expect(discord.state.messages.map(({ pings }) => pings)).toEqual([["@everyone", "<@5>"], [], [], ["reply", "@everyone", "<@5>"]]);
  });
});
