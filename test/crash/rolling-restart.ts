import { setTimeout as wait } from "node:timers/promises";
import { markOf } from "../../src/adapters/discord/post.ts";
import type { Destination } from "../../src/core/reply.ts";
import type { Identity } from "../../src/core/request.ts";
import { openStore } from "../../src/store/open.ts";
import { dueReminder } from "../due-reminder.ts";
import { type RunningBot, runBot } from "../e2e/run-bot.ts";
import { DISCORD_TOKEN, type DiscordEmulator, startDiscord } from "../emulators/discord.ts";
import { type SlackEmulator, startSlack } from "../emulators/slack.ts";
import { createDatabase, startPostgres } from "../postgres.ts";

/** How much there is to do, and how often everything is restarted. */
export interface RollingOptions {
  /** Which processes are restarted, one after the other, and how many times over. */
  restarted: readonly ("web" | "worker")[];
  rounds: number;
  /** Requests of people and reminders a second, on each platform. */
  perSecond: number;
}

/** What became of what people asked and of what was due. Every request is of a person of its own. */
export interface RollingResult {
  restarts: number;
  /** Exit codes of the processes that were stopped, and the longest time that one took, in milliseconds. */
  codes: readonly (number | null)[];
  slowestStopMs: number;
  requests: number;
  /** Requests of which Slack was not told in time that they arrived: people see an error and ask again. */
  unacknowledged: number;
  reminders: number;
  lost: number;
  doubled: number;
  /** What else the emulators hold against the bot. */
  held: readonly string[];
}

/** How long the last answers and posts may take, in milliseconds. */
const PATIENCE_MS = 15_000;

const CHANNELS = 25;

/** How long half of a call takes: long enough for something to be under way whenever a process is told to stop. */
const latency = (): Promise<void> => wait(50 + Math.random() * 150);

const UNACKNOWLEDGED = /not acknowledged/;

/** How many answers to one request there are. */
type Count = () => number;

/**
 * Two `web` and two `worker` processes on one PostgreSQL database, with people who ask and reminders that fall due on both platforms
 * all the time, while the processes are told to stop one after the other and started anew.
 */
export async function restartRolling(address: string, { restarted, rounds, perSecond }: RollingOptions): Promise<RollingResult> {
  const slack = await startSlack();
  slack.state.latency = latency;
  const discord = await startDiscord({ latency });
  const store = await openStore(address, Date.now());
  try {
    const tokens = { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, DISCORD_TOKEN };
    const addresses = { SLACK_API_URL: slack.apiUrl, DISCORD_API_URL: discord.apiUrl, DATABASE_URL: address };
    const start = (role: "web" | "worker"): Promise<RunningBot> =>
      runBot({ ...tokens, ...addresses, PORT: "0" }, role === "worker" ? role : undefined);
    const roles = ["web", "web", "worker", "worker"] as const;
    const bots = await Promise.all(roles.map(start));
    const places = placesOn(slack, discord);
    const maker: Identity = { platform: "discord", tenant: "discord", person: discord.person("maker") };
    slack.state.user("UMAKER");
    const answers: Count[] = [];
    let reminders = 0;
    let over = false;
    const traffic = (async () => {
      for (let turn = 0; !over; turn += 1) {
        answers.push(askOnSlack(slack, turn), askOnDiscord(discord, turn));
        const due = places
          .filter((_, index) => index % CHANNELS === turn % CHANNELS)
          .map((to) =>
            dueReminder(to.platform === "slack" ? { platform: "slack", tenant: "T1", person: "UMAKER" } : maker, to, Date.now()),
          );
        for (const reminder of due) await store.saveReminder(reminder, 0);
        reminders += due.length;
        await wait(1_000 / perSecond);
      }
    })();
    const codes: (number | null)[] = [];
    let slowestStopMs = 0;
    for (let round = 0; round < rounds; round += 1) {
      const left = [...restarted];
      for (const [index, role] of roles.entries()) {
        if (!left.includes(role)) continue;
        left.splice(left.indexOf(role), 1);
        const from = performance.now();
        codes.push((await bots[index]?.stop()) ?? null);
        slowestStopMs = Math.max(slowestStopMs, performance.now() - from);
        bots[index] = await start(role);
      }
    }
    over = true;
    await traffic;
    const rows = () => store.database.db.selectFrom("deliveries").select(["id", "state"]).execute();
    const isOver = async () =>
      answers.every((count) => count() > 0) && (await rows()).filter(({ state }) => state === "sent").length >= reminders;
    for (const from = Date.now(); Date.now() - from < PATIENCE_MS && !(await isOver()); ) await wait(100);
    // Time for a second answer or post, if there were to be one.
    await wait(1_500);
    for (const bot of bots) await bot.stop();
    const counts = [...answers.map((count) => count()), ...(await rows()).map(({ id }) => postsOf(id, slack, discord))];
    const failures = [...slack.failures, ...discord.failures()];
    return {
      restarts: codes.length,
      codes: [...new Set(codes)],
      slowestStopMs: Math.round(slowestStopMs),
      requests: answers.length,
      unacknowledged: failures.filter((failure) => UNACKNOWLEDGED.test(failure)).length,
      reminders,
      lost: counts.filter((count) => count === 0).length + answers.length + reminders - counts.length,
      doubled: counts.filter((count) => count > 1).length,
      held: failures.filter((failure) => !UNACKNOWLEDGED.test(failure)),
    };
  } finally {
    await store.close();
    await slack.close();
    await discord.stop();
  }
}

function placesOn(slack: SlackEmulator, discord: DiscordEmulator): Destination[] {
  const numbers = Array.from({ length: CHANNELS }, (_, index) => index);
  const onSlack = numbers.map((index): Destination => {
    const { id } = slack.state.channel(`CPOSTS${index}`);
    return { platform: "slack", workspace: "T1", place: { id, kind: "channel" } };
  });
  const onDiscord = numbers.map((index): Destination => {
    const { id } = discord.addChannel(`posts-${index}`);
    return { platform: "discord", workspace: discord.state.guild, place: { id, kind: "channel" } };
  });
  return [...onSlack, ...onDiscord];
}

/** In turns a command, a mention and a direct message. */
function askOnSlack(slack: SlackEmulator, turn: number): Count {
  const user = `UASKER${turn}`;
  const ways = [() => slack.command(user, "CPEOPLE", "help"), () => slack.mention(user, "CPEOPLE", "help"), () => slack.dm(user, "help")];
  void ways[turn % ways.length]?.();
  return () =>
    slack.state.posts.filter(({ author, only, channel }) => author === slack.botUser && (only === user || channel === slack.direct(user)))
      .length;
}

function askOnDiscord(discord: DiscordEmulator, turn: number): Count {
  const person = discord.person(`asker-${turn}`);
  const ways = [
    () => discord.command(person, discord.general, "help"),
    () => discord.mention(person, discord.general, "are my private messages used?"),
    () => discord.dm(person, "help"),
  ];
  const said = ways[turn % ways.length]?.();
  return () =>
    discord.state.messages.filter(
      ({ author, loading, visibleTo, channel, reference }) =>
        author === discord.state.application &&
        !loading &&
        (visibleTo === person || channel === discord.direct(person).id || (said !== undefined && reference === said.id)),
    ).length;
}

function postsOf(delivery: string, slack: SlackEmulator, discord: DiscordEmulator): number {
  const onSlack = slack.state.posts.filter(({ metadata }) => metadata?.event_payload["delivery_id"] === delivery).length;
  return onSlack + discord.state.messages.filter(({ nonce }) => nonce === `${markOf(delivery).nonce}-0`).length;
}

/** `node test/crash/rolling-restart.ts`: five rounds through all four processes. Figures: docs/reliability.md. */
if (process.argv[1] === import.meta.filename) {
  const server = await startPostgres({ lasting: true });
  const options = { restarted: ["web", "web", "worker", "worker"], rounds: 5, perSecond: 10 } as const;
  const result = await restartRolling(await createDatabase(server.url), options);
  console.log(result);
  if (result.lost + result.doubled > 0) process.exitCode = 1;
  await server.remove();
}
