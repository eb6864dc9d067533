import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "../../src/core/languages.ts";
import { type SlackEmulator, startSlack } from "../emulators/slack.ts";
import { ACK_DEADLINE_MS, type DeliveryKind, httpBody, signedHeaders } from "../emulators/slack-delivery.ts";
import { takeImmediate } from "../emulators/slack-methods.ts";
import { visibleText } from "../emulators/slack-visible.ts";
import { DIALECTS } from "../store/dialects.ts";
import { type RunningBot, runBot } from "./run-bot.ts";

const SECRET = "signing-secret";
const CHANNEL = "C1";

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Process {
  bot: RunningBot;
  /** Posts a signed delivery as Slack does, and gives back the status and how long it took. */
  deliver(kind: DeliveryKind, payload: object, headers?: Record<string, string>): Promise<{ status: number; ms: number }>;
}

/** A process of the bot behind an address of its own. */
async function startProcess(slack: SlackEmulator, variables: Record<string, string>): Promise<Process> {
  const port = await freePort();
  const bot = await runBot({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.apiUrl,
    PORT: String(port),
    ...variables,
  });
  onTestFinished(async () => void (await bot.stop()));
  return {
    bot,
    async deliver(kind, payload, headers = {}) {
      const { body, contentType } = httpBody(kind, payload);
      const from = performance.now();
      const response = await fetch(`http://127.0.0.1:${port}/slack/events`, {
        method: "POST",
        body,
        headers: { "content-type": contentType, ...signedHeaders(body, SECRET), ...headers },
      });
      const { user_id: user, channel_id: channel } = payload as { user_id?: string; channel_id?: string };
      if (kind === "slash_commands") takeImmediate(await response.text(), channel ?? "", user ?? "", slack.state);
      return { status: response.status, ms: performance.now() - from };
    },
  };
}

/** A workspace with Ann in a channel. */
async function workspace(): Promise<SlackEmulator> {
  const slack = await startSlack();
  onTestFinished(() => slack.close());
  slack.say("UANN", CHANNEL, "hello everybody");
  return slack;
}

const answers = (slack: SlackEmulator): string[] =>
  slack.state.posts.filter(({ author }) => author === slack.botUser).map(({ blocks }) => visibleText(blocks));

/** A slash command without a `response_url`: what does not come with its acknowledgement is whispered. */
function command(slack: SlackEmulator, text: string, trigger = slack.state.nextId("trigger")): object {
  return { command: "/linkedin-ai", text, user_id: "UANN", channel_id: CHANNEL, team_id: "T1", trigger_id: trigger };
}

describe.each(DIALECTS)("one delivery to two processes on one $name database", ({ create }) => {
  it("has one effect, however often and wherever it arrives, and every copy is acknowledged", async () => {
    const database = await create();
    onTestFinished(() => database.remove());
    const slack = await workspace();
    const processes = [await startProcess(slack, database.variables), await startProcess(slack, database.variables)];
    const fields = { type: "app_mention", user: "UANN", text: `<@${slack.botUser}> are my private messages used?`, channel: CHANNEL };
    const ts = slack.state.posts[0]?.ts;
    const event = slack.event({ ...fields, ts, event_ts: ts });
    const retries = [0, 1, 2, 3].map((retry) =>
      retry === 0 ? {} : { "x-slack-retry-num": String(retry), "x-slack-retry-reason": "http_timeout" },
    );
    // The first copy may never have arrived, so that the mark of a retry alone says nothing.
    const copies = processes.flatMap(({ deliver }) => retries.map((headers) => deliver("events_api", event, headers)));
    expect((await Promise.all(copies)).map(({ status }) => status)).toEqual(Array(8).fill(200));
    await slack.until(() => answers(slack).length > 0, 10_000);

    // The same signed request once more within five minutes, as somebody would who listened in.
    const replayed = command(slack, "help", "trigger-replayed");
    for (const { deliver } of [...processes, ...processes]) expect((await deliver("slash_commands", replayed)).status).toBe(200);
    await slack.until(() => answers(slack).length > 1, 10_000);
    await Promise.all(processes.map(({ bot }) => bot.stop()));
    expect(answers(slack)).toHaveLength(2);
    expect(slack.failures).toEqual([]);
  });
});

describe("acknowledgements", () => {
  it("come in time while another process holds the database for ten seconds, and the answers follow", async () => {
    const database = await (DIALECTS[0]?.create() ?? Promise.reject(new Error("no SQLite")));
    onTestFinished(() => database.remove());
    const slack = await workspace();
    const { bot, deliver } = await startProcess(slack, database.variables);
    await deliver("slash_commands", command(slack, "help"));
    await slack.until(() => answers(slack).length === 1, 10_000);

    const holder = new DatabaseSync(path.join(database.variables["DATA_DIR"] ?? "", "bot.sqlite"), { timeout: 5_000 });
    holder.exec("begin immediate");
    const release = pause(10_000).then(() => holder.exec("rollback"));
    const delivered: Promise<{ status: number; ms: number }>[] = [];
    for (let second = 0; second < 10; second += 1) {
      delivered.push(deliver("slash_commands", command(slack, "help")));
      await pause(1_000);
    }
    await release;
    holder.close();
    const taken = await Promise.all(delivered);
    expect(taken.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(Math.max(...taken.map(({ ms }) => ms))).toBeLessThan(ACK_DEADLINE_MS / 2);
    await slack.until(() => answers(slack).length === 11, 15_000);
    await bot.stop();
    expect(answers(slack)).toHaveLength(11);
  }, 60_000);

  it("come in time for 300 commands at once, each delivered twice, and everybody gets their own answers once", async () => {
    const database = await (DIALECTS[0]?.create() ?? Promise.reject(new Error("no SQLite")));
    onTestFinished(() => database.remove());
    const slack = await workspace();
    const { bot, deliver } = await startProcess(slack, database.variables);
    const people = Array.from({ length: 100 }, (_, index) => `ULOAD${index}`);
    // An answer that went to somebody else would be in another language.
    const languageOf = (user: string): Language => LANGUAGES[people.indexOf(user) % LANGUAGES.length] ?? DEFAULT_LANGUAGE;
    for (const user of people) {
      slack.say(user, CHANNEL, "here");
      slack.state.user(user, { locale: languageOf(user) });
    }
    // Nothing can be answered in the time that Slack allows.
    const holder = new DatabaseSync(path.join(database.variables["DATA_DIR"] ?? "", "bot.sqlite"), { timeout: 5_000 });
    holder.exec("begin immediate");
    const release = pause(ACK_DEADLINE_MS + 200).then(() => holder.close());
    const commands = people.flatMap((user) =>
      ["help", "are my CVs used?", "optout"].map((text) => ({ ...command(slack, text), user_id: user })),
    );
    const taken = await Promise.all([...commands, ...commands].map((payload) => deliver("slash_commands", payload)));
    await release;
    expect(taken.every(({ status }) => status === 200)).toBe(true);
    expect(Math.max(...taken.map(({ ms }) => ms))).toBeLessThan(ACK_DEADLINE_MS);
    await slack.until(() => answers(slack).length >= 300, 20_000);
    await bot.stop();
    const seen = new Map<Language, Set<string>>();
    for (const user of people) {
      const own = slack.visibleTo(user, CHANNEL).filter(({ only }) => only === user);
      expect(own).toHaveLength(3);
      const words = own.map(({ blocks }) => visibleText(blocks)).sort();
      seen.set(languageOf(user), (seen.get(languageOf(user)) ?? new Set()).add(words.join("\n")));
    }
    const different = [...seen.values()].flatMap((one) => [...one]);
    expect(different).toHaveLength(LANGUAGES.length);
    expect(new Set(different).size).toBe(LANGUAGES.length);
  }, 60_000);
});
