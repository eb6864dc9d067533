import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { SCOPE_NAMES } from "../../../src/adapters/slack/scopes.ts";
import { type Effect, type Outcome, privately } from "../../../src/core/reply.ts";
import { CLIENT_ID } from "../../emulators/slack-install.ts";
import { createBrowser } from "./browser.ts";
import { type Bot, type StartOptions, startBot } from "./start-bot.ts";

const KEY = randomBytes(32);
const hello = (): Outcome => privately({ type: "text", text: "hello" });
const start = (options: StartOptions = {}): Promise<Bot> => startBot(hello, { http: true, tokenKeys: [KEY], ...options });

/** Installs the app into a workspace as a person does it in a browser, and gives back the page they see. */
async function install(bot: Bot, team: string): Promise<string> {
  const browser = createBrowser(bot.url);
  const asked = await browser.begin();
  const code = `code-${team}-${bot.slack.state.nextId("")}`;
  bot.slack.state.codes.set(code, team);
  const response = await browser.finish({ code, state: asked.get("state") ?? "" });
  expect(response.status).toBe(200);
  return response.text();
}

/** Ann in one workspace, Ben in another, each with a channel. */
async function twoTeams(bot: Bot): Promise<void> {
  for (const [team, user, channel] of [
    ["T1", "UANN", "C1"],
    ["T2", "UBEN", "C2"],
  ] as const) {
    await install(bot, team);
    bot.slack.state.user(user, { teamId: team });
    bot.slack.state.channel(channel, { teamId: team });
  }
}

const effect = (workspace: string, channel: string): Effect => ({
  type: "post",
  key: "one",
  to: { platform: "slack", workspace, place: { id: channel, kind: "channel" } },
  reply: { blocks: [{ type: "text", text: "posted" }], audience: "place", replaces: false },
});

const callsWith = (bot: Bot, method: string): number => bot.slack.state.calls.filter((call) => call.method === method).length;

describe("an installation", () => {
  it("asks Slack for the scopes of the manifest, bound to the browser", async () => {
    const bot = await start();
    const asked = await createBrowser(bot.url).begin();
    expect(asked.get("client_id")).toBe(CLIENT_ID);
    expect(asked.get("scope")?.split(",")).toEqual(SCOPE_NAMES);
    expect(asked.get("state")?.length).toBeGreaterThan(20);
  });

  it("keeps the token sealed, and no names", async () => {
    const bot = await start();
    expect(await install(bot, "T1")).toContain("en:slack.installed");
    const [token] = [...bot.slack.state.tokens].find(([, { team }]) => team === "T1" && bot.slack.state.tokens.size > 1) ?? [];
    const row = bot.store.rows.get("T1");
    expect(row?.sealed).toMatch(/^1\.[0-9a-f]{8}\.[\w-]+\.[\w-]+$/);
    for (const secret of [token ?? "xoxb", "xoxb", "Team", "UINSTALLER"]) expect(row?.sealed).not.toContain(secret);
    expect(bot.logs()).not.toContain("xoxb-");
  });

  it("tells the person how to go on in the browser's language", async () => {
    const bot = await start();
    const browser = createBrowser(bot.url, "xx, fr-CA;q=0.9, en;q=0.8");
    const state = (await browser.begin()).get("state") ?? "";
    bot.slack.state.codes.set("code", "T1");
    expect(await (await browser.finish({ code: "code", state })).text()).toContain("fr:slack.installed");
  });

  it.each([
    ["another browser", async (browser: ReturnType<typeof createBrowser>) => browser.forgetCookies(), {}],
    ["another state", async () => {}, { state: "eyJhbGciOiJub25lIn0.e30." }],
    ["no state", async () => {}, { state: "" }],
    ["no code", async () => {}, { code: "" }],
    ["a code that Slack does not know", async () => {}, { code: "other" }],
    ["a person who changed their mind", async () => {}, { error: "access_denied" }],
  ])("does not come about with %s", async (_, change, query) => {
    const bot = await start();
    const browser = createBrowser(bot.url);
    const state = (await browser.begin()).get("state") ?? "";
    bot.slack.state.codes.set("code", "T1");
    await change(browser);
    const response = await browser.finish({ code: "code", state, ...query });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("en:slack.not-installed");
    expect(bot.store.rows.size).toBe(0);
  });
});

describe("an installation for a whole organisation", () => {
  it("is refused, and nothing of it is kept", async () => {
    const bot = await start();
    const browser = createBrowser(bot.url);
    const state = (await browser.begin()).get("state") ?? "";
    bot.slack.state.codes.set("code", "E1");
    const response = await browser.finish({ code: "code", state });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("en:slack.not-installed");
    expect(bot.store.rows.size).toBe(0);
    expect(bot.logs()).toContain("OrganisationError");
  });
});

describe("many workspaces", () => {
  it("are answered and posted to, each with its own token", async () => {
    const bot = await start();
    await twoTeams(bot);
    await bot.slack.command("UANN", "C1", "hi");
    await bot.slack.mention("UBEN", "C2", "hi");
    await bot.slack.until(() => bot.seen("UANN", "C1").includes("hello") && bot.seen("UBEN", "C2").includes("hello"));
    expect(bot.requests.map(({ workspace, identity }) => [workspace, identity.tenant])).toEqual([
      ["T1", "T1"],
      ["T2", "T2"],
    ]);
    expect(await bot.adapter.post(effect("T2", "C2"))).toMatchObject({ ok: true });
    // The emulator refuses a channel of another workspace than the token's.
    expect(await bot.adapter.post(effect("T1", "C2"))).toMatchObject({ ok: false, failure: "place-gone" });
    expect(await bot.adapter.post(effect("T3", "C3"))).toEqual({
      ok: false,
      failure: "place-gone",
      reason: "not installed in this workspace",
    });
    expect(bot.slack.failures).toEqual([]);
  });

  it("that wait for Slack do not hold up the others", async () => {
    const bot = await start();
    await twoTeams(bot);
    // Ann's workspace is over its limit; the emulator's next 429 meets whoever posts first.
    bot.slack.fault({ method: "chat.postMessage", status: 429, retryAfter: 2 });
    await bot.slack.dm("UANN", "hi");
    await bot.slack.until(() => callsWith(bot, "chat.postMessage") === 1);
    const from = performance.now();
    await bot.slack.dm("UBEN", "hi");
    await bot.slack.until(() => bot.seen("UBEN", bot.slack.direct("UBEN")).includes("hello"));
    expect(performance.now() - from).toBeLessThan(1_000);
    expect(bot.seen("UANN", bot.slack.direct("UANN"))).not.toContain("hello");
    await bot.slack.until(() => bot.seen("UANN", bot.slack.direct("UANN")).includes("hello"), 6_000);
  });

  it("in which the app is not installed are told so where that is possible", async () => {
    const bot = await start();
    bot.slack.state.user("UEVE", { teamId: "T9" });
    bot.slack.state.channel("C9", { teamId: "T9" });
    await bot.slack.command("UEVE", "C9", "hi");
    await bot.slack.until(() => bot.seen("UEVE", "C9").includes("en:slack.not-installed-here"));
    await bot.slack.dm("UEVE", "hi");
    await bot.adapter.stop();
    expect(bot.requests).toEqual([]);
  });
});

describe("a workspace that the bot leaves", () => {
  const uninstall = (bot: Bot) => bot.slack.uninstall("T1");
  const revoke = (bot: Bot) => bot.slack.revokeTokens("T1", { bot: ["UBOT"] });

  it.each([
    ["by uninstalling it is erased", [uninstall], true],
    ["by uninstalling it, which revokes the token, is erased", [uninstall, revoke], true],
    ["by uninstalling it, of which Slack tells last, is erased", [revoke, uninstall], true],
    ["by revoking its token keeps what is set", [revoke], false],
  ])("%s, and nothing is called any more", async (_, news, isRemoved) => {
    const bot = await start();
    await twoTeams(bot);
    for (const [index, tell] of news.entries()) {
      await tell(bot);
      await bot.slack.until(() => bot.store.left.length === index + 1);
    }
    await bot.slack.until(() => bot.store.removed.length === (isRemoved ? 1 : 0));
    expect([...bot.store.rows.keys()]).toEqual(["T2"]);
    const before = bot.slack.state.calls.length;
    expect(await bot.adapter.post(effect("T1", "C1"))).toMatchObject({ ok: false, failure: "place-gone" });
    expect(bot.slack.state.calls).toHaveLength(before);
    expect(await bot.adapter.post(effect("T2", "C2"))).toMatchObject({ ok: true });
  });

  it("stays, when only people's own tokens were revoked, of which there are none", async () => {
    const bot = await start();
    await twoTeams(bot);
    await bot.slack.revokeTokens("T1", { oauth: ["UANN"] });
    expect(await bot.adapter.post(effect("T1", "C1"))).toMatchObject({ ok: true });
    expect(bot.store.left).toEqual([]);
  });

  it("and that installed the bot again stays, although the news of the uninstallation comes late", async () => {
    const bot = await start();
    const anHourAgo = Math.floor(Date.now() / 1000) - 3_600;
    await bot.slack.uninstall("T1", anHourAgo);
    await twoTeams(bot);
    await bot.slack.deliver("events_api", { ...bot.slack.event({ type: "app_uninstalled" }, "T1"), event_time: anHourAgo });
    await bot.slack.until(() => bot.logs().includes("came late"));
    expect(await bot.adapter.post(effect("T1", "C1"))).toMatchObject({ ok: true });
    expect(bot.store.removed).toEqual(["T1"]);
  });

  it.each(["invalid_auth", "account_inactive", "token_revoked"])("is known by Slack's answer %s, too", async (error) => {
    const bot = await start();
    await twoTeams(bot);
    for (const token of bot.slack.state.tokens.values()) if (token.team === "T1") token.error = error;
    await bot.slack.dm("UANN", "hi");
    await bot.slack.until(() => bot.store.left.includes("T1"));
    const before = bot.slack.state.calls.length;
    expect(await bot.adapter.post(effect("T1", "C1"))).toMatchObject({ ok: false, failure: "place-gone" });
    expect(bot.slack.state.calls).toHaveLength(before);
    expect(bot.store.removed).toEqual([]);
  });

  it("is known by a post that Slack refuses", async () => {
    const bot = await start();
    await twoTeams(bot);
    for (const token of bot.slack.state.tokens.values()) if (token.team === "T2") token.error = "token_revoked";
    expect(await bot.adapter.post(effect("T2", "C2"))).toMatchObject({ ok: false, failure: "place-gone" });
    expect(bot.store.left).toEqual(["T2"]);
    expect(bot.store.removed).toEqual([]);
  });
});

describe("tokens", () => {
  it("that are about to expire are renewed, by one call, and kept", async () => {
    const bot = await start();
    bot.slack.state.rotatesTokens = true;
    await twoTeams(bot);
    // As if ten and a half hours of the twelve had passed.
    for (const [team, row] of bot.store.rows) {
      const opened = JSON.parse(bot.sealer.open(row.sealed, team));
      opened.bot.expiresAt -= 10.5 * 3_600;
      bot.store.rows.set(team, { ...row, sealed: bot.sealer.seal(JSON.stringify(opened), team) });
    }
    const before = callsWith(bot, "oauth.v2.access");
    const posts = await Promise.all([1, 2, 3].map(() => bot.adapter.post(effect("T1", "C1"))));
    expect(posts.every(({ ok }) => ok)).toBe(true);
    expect(callsWith(bot, "oauth.v2.access")).toBe(before + 1);
    const kept = JSON.parse(bot.sealer.open(bot.store.rows.get("T1")?.sealed ?? "", "T1"));
    expect(bot.slack.state.tokens.get(kept.bot.token)).toMatchObject({ team: "T1", refresh: kept.bot.refreshToken });
  });

  it("are sealed anew with the first key at the start, so that an old key can be retired", async () => {
    const first = await start();
    await install(first, "T1");
    const old = first.store.rows.get("T1")?.sealed;
    const next = randomBytes(32);
    const second = await start({ store: first.store, tokenKeys: [next, KEY] });
    expect(first.store.rows.get("T1")?.sealed).not.toBe(old);
    expect(second.logs()).toContain("sealed with the first key");
    for (const [token, { team }] of first.slack.state.tokens) second.slack.state.tokens.set(token, { team });
    const third = await start({ store: first.store, tokenKeys: [next] });
    for (const [token, { team }] of first.slack.state.tokens) third.slack.state.tokens.set(token, { team });
    third.slack.state.channel("C1");
    expect(await third.adapter.post(effect("T1", "C1"))).toMatchObject({ ok: true });
  });

  it("whose key is lost are told of at the start, and the rest goes on", async () => {
    const first = await start();
    await install(first, "T1");
    const second = await start({ store: first.store, tokenKeys: [randomBytes(32)] });
    expect(second.logs()).toContain("no key of SLACK_TOKEN_KEY opens");
    await install(second, "T2");
    second.slack.state.channel("C2", { teamId: "T2" });
    expect(await second.adapter.post(effect("T2", "C2"))).toMatchObject({ ok: true });
  });
});

describe("one workspace", () => {
  it.each(["uninstalled", "revoked first"])("that uninstalls the app is left, and nothing is called any more: %s", async (order) => {
    const bot = await startBot(hello);
    if (order !== "uninstalled") {
      await bot.slack.revokeTokens("T1", { bot: ["UBOT"] });
      await bot.slack.until(() => bot.store.left.includes("T1"));
      expect(bot.store.removed).toEqual([]);
    }
    await bot.slack.uninstall("T1");
    await bot.slack.until(() => bot.store.removed.includes("T1"));
    const before = bot.slack.state.calls.length;
    expect(await bot.adapter.post(effect("T1", "C1"))).toMatchObject({ ok: false, failure: "place-gone" });
    expect(bot.slack.state.calls).toHaveLength(before);
  });

  it("that installed it again stays, although the news comes after the bot was started with the new token", async () => {
    const bot = await startBot(hello);
    await bot.slack.deliver("events_api", {
      ...bot.slack.event({ type: "app_uninstalled" }),
      event_time: Math.floor(Date.now() / 1000) - 60,
    });
    await bot.slack.until(() => bot.logs().includes("came late"));
    expect(await bot.adapter.post(effect("T1", "C1"))).toMatchObject({ ok: true });
    expect(bot.store.left).toEqual([]);
  });
});
