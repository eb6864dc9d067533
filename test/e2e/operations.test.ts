import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { DISCORD_TOKEN, startDiscord } from "../emulators/discord.ts";
import { startSlack } from "../emulators/slack.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { runBot, runToEnd } from "./run-bot.ts";

/** A word that is in everything people write here, and a person and a channel that no metric may name. */
const CANARY = "zqxcanary7413";
const PERSON = "UZEBULON";
const CHANNEL = "CZEBULON";

/** Both platforms, and the variables of a bot on both with a port of its own. */
async function bothPlatforms() {
  const folder = temporaryFolder();
  const slack = await startSlack();
  const discord = await startDiscord();
  onTestFinished(async () => {
    await slack.close();
    await discord.stop();
    folder[Symbol.dispose]();
  });
  const tokens = { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, DISCORD_TOKEN };
  const addresses = { SLACK_API_URL: slack.apiUrl, DISCORD_API_URL: discord.apiUrl };
  return { slack, discord, variables: { ...tokens, ...addresses, DATA_DIR: folder.path, PORT: "0" } };
}

/** A port that another program listens on. */
async function takenPort(): Promise<number> {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void other.close());
  return (other.address() as { port: number }).port;
}

/** A page's status and text. */
async function read(url: string, page: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${url}${page}`);
  return { status: response.status, text: await response.text() };
}

describe("/readyz", () => {
  it("tells which platform reaches the bot no more, and that it does again; /healthz stays well", async () => {
    const { slack, discord, variables } = await bothPlatforms();
    const bot = await runBot(variables);
    const ready = async () => JSON.parse((await read(bot.url(), "/readyz")).text) as { ok: boolean; trouble: string[] };
    await expect.poll(ready).toEqual({ ok: true, trouble: [] });
    slack.fault({ method: "apps.connections.open", status: 503, times: 1_000 });
    for (const socket of slack.sockets) socket.terminate();
    await expect.poll(ready, { timeout: 5_000 }).toEqual({ ok: false, trouble: ["slack"] });
    expect((await read(bot.url(), "/readyz")).status).toBe(503);
    expect((await read(bot.url(), "/healthz")).status).toBe(200);
    slack.state.faults.length = 0;
    await expect.poll(ready, { timeout: 10_000 }).toEqual({ ok: true, trouble: [] });
    // A connection that is resumed at once would be back before anybody looks; so each further one is closed as well.
    discord.gateway.refuse(4000);
    await expect.poll(ready, { timeout: 5_000 }).toEqual({ ok: false, trouble: ["discord"] });
    discord.gateway.refuse(undefined);
    await expect.poll(ready, { timeout: 10_000 }).toEqual({ ok: true, trouble: [] });
    expect(await bot.stop()).toBe(0);
  });
});

describe("/metrics", () => {
  it("counts requests by platform, command and outcome, and names no person, place or word of theirs", async () => {
    const { slack, discord, variables } = await bothPlatforms();
    const bot = await runBot(variables);
    const zoe = discord.person("Zebulonia");
    for (const text of ["help", `does linkedin read my private messages? ${CANARY}`, "setup"]) {
      await slack.command(PERSON, CHANNEL, text);
      await slack.dm(PERSON, text);
      discord.mention(zoe, discord.general, text);
      discord.dm(zoe, text);
    }
    const metrics = async () => (await read(bot.url(), "/metrics")).text;
    const answered = (text: string) =>
      [...text.matchAll(/^bot_request_duration_seconds_count\{.*\} (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
    await expect.poll(async () => answered(await metrics()), { timeout: 10_000 }).toBe(12);
    const text = await metrics();
    expect(text).toMatch(/^bot_request_duration_seconds_count\{platform="slack",command="help",outcome="answered"\} 2$/m);
    expect(text).toMatch(/^bot_request_duration_seconds_count\{platform="discord",command="ask",outcome="answered"\} 2$/m);
    expect(text).toMatch(/^bot_request_duration_seconds_count\{platform="slack",command="setup",outcome="refused"\} 2$/m);
    expect(text).toMatch(/^bot_deliveries_open\{state="pending"\} 0$/m);
    expect(text).toMatch(/^bot_stale_sources \d+$/m);
    for (const name of ["bot_delivery_attempts_total", "bot_delivery_lateness_seconds", "process_resident_memory_bytes"]) {
      expect(text).toContain(`# TYPE ${name} `);
    }
    const labels = new Set([...text.matchAll(/[{,](\w+)="/g)].map(([, name]) => name));
    const ofNode = ["kind", "le", "major", "minor", "patch", "space", "type", "version"];
    expect([...labels].filter((name) => !ofNode.includes(name ?? "")).toSorted()).toEqual(["command", "outcome", "platform", "state"]);
    for (const word of [CANARY, PERSON, CHANNEL, zoe, discord.general.id, discord.state.guild, "T1", "private-messages"]) {
      expect(text.includes(word), word).toBe(false);
    }
    expect(await bot.stop()).toBe(0);
  });
});

describe("a port that is taken", () => {
  it("stops the start where a platform's requests would arrive there", async () => {
    const { variables } = await bothPlatforms();
    const { SLACK_APP_TOKEN: _, ...byHttp } = { ...variables, SLACK_SIGNING_SECRET: "secret" };
    const port = await takenPort();
    const { code, stderr } = await runToEnd(["src/main.js"], { variables: { ...byHttp, PORT: String(port), LOG_LEVEL: "silent" } });
    expect([code, stderr]).toEqual([1, `PORT ${port} on 127.0.0.1 is taken by another program: choose another one\n`]);
  });

  it("is only a warning where the platforms are reached by connections of ours", async () => {
    const { slack, variables } = await bothPlatforms();
    const port = await takenPort();
    const bot = await runBot({ ...variables, PORT: String(port) });
    expect(bot.log()).toContain(`no /healthz, /readyz and /metrics: PORT ${port} on 127.0.0.1 is taken`);
    await slack.command(PERSON, CHANNEL, "help");
    await slack.until(() => slack.visibleTo(PERSON, CHANNEL).length > 0);
    expect(await bot.stop()).toBe(0);
  });
});
