import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { BODY_LIMIT } from "../../../src/adapters/slack/signature.ts";
import { ConfigError } from "../../../src/core/errors.ts";
import { type Outcome, privately } from "../../../src/core/reply.ts";
import { httpBody, signedHeaders } from "../../emulators/slack-delivery.ts";
import { type Bot, CHANNEL, SECRET, startBot } from "./start-bot.ts";

const hello = (): Outcome => privately({ type: "text", text: "hello" });

describe("Socket Mode", () => {
  const opened = (bot: Bot): number => bot.slack.state.calls.filter(({ method }) => method === "apps.connections.open").length;

  it("is never deaf: while one connection is refreshed, the other hears", async () => {
    const bot = await startBot(hello);
    await bot.slack.until(() => bot.slack.listening().length === 2);
    // Slack is slow to give a new connection: what is heard meanwhile can only come through the other one.
    bot.slack.fault({ method: "apps.connections.open", status: 503 });
    for (const reason of ["warning", "refresh_requested"]) {
      bot.slack.refresh(bot.slack.listening().at(-1), reason);
      const { inTime, afterMs } = await bot.slack.command("UANN", CHANNEL, "hi");
      expect(inTime).toBe(true);
      expect(afterMs).toBeLessThan(500);
      await bot.slack.until(() => bot.slack.listening().length === 2);
    }
    await bot.slack.until(() => bot.seen("UANN").length === 2);
    expect(bot.slack.failures).toEqual([]);
  });

  it("has two connections, however often they are refreshed", async () => {
    const bot = await startBot(hello);
    for (let round = 1; round <= 5; round++) {
      await bot.slack.until(() => bot.slack.listening().length === 2);
      bot.slack.refresh();
      // The SDK's own reconnect takes 5 s.
      await bot.slack.until(() => opened(bot) === 2 + round && bot.slack.listening().length === 2, 2_000);
      expect(bot.slack.sockets.length).toBeLessThanOrEqual(3);
    }
    await bot.slack.until(() => bot.slack.sockets.length === 2);
  });

  it("answers what was delivered just before its connection ended, although it cannot acknowledge it", async () => {
    const bot = await startBot(hello);
    const socket = await bot.slack.until(() => bot.slack.listening().at(-1));
    const payload = { command: "/linkedin-ai", user_id: "UANN", channel_id: CHANNEL, team_id: "T1", trigger_id: "trigger-1" };
    bot.slack.say("UANN", CHANNEL, "here I am");
    // Both in one go, so that the connection is being closed when the command is read.
    socket.send(JSON.stringify({ envelope_id: "last", type: "slash_commands", payload, accepts_response_payload: true }));
    bot.slack.refresh(socket);
    await bot.slack.until(() => bot.seen("UANN").includes("hello"));
  });

  it("survives that both sockets break and Slack is away for a moment, and does not storm it", async () => {
    const bot = await startBot(hello);
    await bot.slack.until(() => bot.slack.listening().length === 2);
    const before = opened(bot);
    bot.slack.fault({ method: "apps.connections.open", status: 503, times: 2 });
    for (const socket of [...bot.slack.sockets]) socket.terminate();
    await bot.slack.until(() => bot.slack.sockets.length === 0);
    await bot.slack.until(() => bot.slack.listening().length === 2);
    // Both once at first, and once more a second later.
    const attempts = bot.slack.state.calls.filter(({ method }) => method === "apps.connections.open").slice(before);
    expect(attempts).toHaveLength(4);
    expect((attempts[2]?.at ?? 0) - (attempts[1]?.at ?? 0)).toBeGreaterThan(900);
    await bot.slack.command("UANN", CHANNEL, "hi");
    await bot.slack.until(() => bot.seen("UANN").length === 1);
    expect(bot.logs()).toContain("trying again");
  });

  it("that stops finishes what is under way and leaves no socket", async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const bot = await startBot(async () => {
      await held;
      return hello();
    });
    await bot.slack.command("UANN", CHANNEL, "hi");
    await bot.slack.until(() => bot.requests.length === 1);
    const stopping = bot.adapter.stop();
    await bot.slack.until(() => bot.slack.sockets.length === 0);
    expect(bot.seen("UANN")).toEqual([]);
    release();
    await stopping;
    expect(bot.seen("UANN")).toEqual(["hello"]);
  });
});

describe("a start", () => {
  it.each([
    ["the bot token", { botToken: "xoxb-wrong" }, "SLACK_BOT_TOKEN"],
    ["the app-level token", { appToken: "xapp-wrong" }, "SLACK_APP_TOKEN"],
  ])("fails with a clear line when Slack refuses %s", async (_, options, variable) => {
    const starting = startBot(hello, { options });
    await expect(starting).rejects.toThrow(ConfigError);
    await expect(starting).rejects.toThrow(variable);
  });

  it("fails with a clear line when Slack cannot be reached", async () => {
    const starting = startBot(hello, { options: { apiUrl: "http://127.0.0.1:1/api/" } });
    await expect(starting).rejects.toThrow(ConfigError);
    await expect(starting).rejects.toThrow("SLACK_API_URL");
  });
});

describe("signed HTTP", () => {
  const payload = (bot: Bot): object => ({
    command: "/linkedin-ai",
    text: "hi",
    user_id: "UANN",
    channel_id: CHANNEL,
    team_id: "T1",
    trigger_id: bot.slack.state.nextId("trigger"),
  });
  const now = (): number => Math.floor(Date.now() / 1000);

  it("answers commands, mentions, direct messages and presses", async () => {
    const bot = await startBot(() => privately({ type: "buttons", buttons: [{ label: "Next", action: { command: "a", verb: "b" } }] }), {
      http: true,
    });
    await bot.slack.command("UANN", CHANNEL, "hi");
    const post = await bot.slack.until(() => bot.slack.visibleTo("UANN", CHANNEL).at(-1));
    await bot.slack.press("UANN", post, "Next");
    await bot.slack.mention("UANN", CHANNEL, "hi");
    await bot.slack.dm("UANN", "hi");
    await bot.slack.until(() => bot.slack.state.posts.length === 6);
    expect(bot.slack.failures).toEqual([]);
  });

  it.each([
    ["another secret", (body: string) => signedHeaders(body, "other")],
    ["a byte more", (body: string) => signedHeaders(`${body}x`, SECRET)],
    ["a time 6 minutes ago", (body: string) => signedHeaders(body, SECRET, now() - 360)],
    ["a time 6 minutes ahead", (body: string) => signedHeaders(body, SECRET, now() + 360)],
    ["no signature", () => ({})],
  ])("refuses what is signed with %s", async (_, sign) => {
    const bot = await startBot(hello, { http: true });
    const { body, contentType } = httpBody("slash_commands", payload(bot));
    const response = await fetch(bot.url, { method: "POST", body, headers: { "content-type": contentType, ...sign(body) } });
    expect(response.status).toBe(401);
    expect(bot.requests).toEqual([]);
  });

  it("confirms that it is there when Slack asks without a signature, and does nothing else", async () => {
    const bot = await startBot(hello, { http: true });
    const { body, contentType } = httpBody("slash_commands", { ssl_check: "1", ...payload(bot) });
    const response = await fetch(bot.url, { method: "POST", body, headers: { "content-type": contentType } });
    expect(response.status).toBe(200);
    await bot.adapter.stop();
    expect(bot.requests).toEqual([]);
  });

  it.each([
    ["signed", signedHeaders("x".repeat(BODY_LIMIT + 1), SECRET)],
    ["not signed", {}],
  ])("refuses more than it would read, %s", async (_, headers) => {
    const bot = await startBot(hello, { http: true });
    const status = await fetch(bot.url, { method: "POST", body: "x".repeat(BODY_LIMIT + 1), headers }).then(
      (response) => response.status,
      // The answer came and the connection was closed while the rest was still being sent.
      () => 413,
    );
    expect(status).toBe(413);
    expect(bot.requests).toEqual([]);
  });

  it("takes clocks that differ by less than 5 minutes", async () => {
    const bot = await startBot(hello, { http: true });
    for (const seconds of [now() - 290, now() + 290]) {
      const { body, contentType } = httpBody("slash_commands", payload(bot));
      const headers = { "content-type": contentType, ...signedHeaders(body, SECRET, seconds) };
      expect((await fetch(bot.url, { method: "POST", body, headers })).status).toBe(200);
    }
  });

  it("answers Slack's check of the address, and leaves what is not Slack's to others", async () => {
    const bot = await startBot(hello, { http: true });
    const body = JSON.stringify({ type: "url_verification", challenge: "abc" });
    const headers = { "content-type": "application/json", ...signedHeaders(body, SECRET) };
    expect(await (await fetch(bot.url, { method: "POST", body, headers })).json()).toEqual({ challenge: "abc" });
    expect(await (await fetch(new URL("/healthz", bot.url))).text()).toBe("another's page");
  });
});

it("a process ends by itself after a stop", async () => {
  const script = new URL("./start-and-stop.ts", import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 15_000 });
  expect(stdout).toBe("stopped\n");
});
