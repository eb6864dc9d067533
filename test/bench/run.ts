import { openKnowledge } from "../../src/knowledge/open-knowledge.ts";
import { benchDiscordRate } from "./discord-rate.ts";
import { benchGuilds } from "./guilds.ts";
import { benchPlayground } from "./playground.ts";
import { benchReminders } from "./reminders.ts";
import { benchRequests } from "./slack-requests.ts";
import { benchStart } from "./start.ts";
import { benchStep } from "./step.ts";

/** Each bench by its name, with what it prints. */
const BENCHES: Readonly<Record<string, () => Promise<object[]>>> = {
  requests: async () =>
    (await benchRequests()).map(({ what, perSecond, ackMs, answerMs, cpuMs, rssMb }) => ({
      "/linkedin-ai ask": what,
      "a second": Math.round(perSecond),
      "ms of a core": Number(cpuMs.toFixed(2)),
      "ack p99, ms": Math.round(ackMs.p99),
      "answer p50, ms": Math.round(answerMs.p50),
      "answer p99, ms": Math.round(answerMs.p99),
      "RSS MB": Math.round(rssMb),
    })),
  start: async () =>
    (await benchStart()).map(({ what, readyMs, rssMb }) => ({
      "start to ready": what,
      "ms, ours": readyMs.ours,
      "ms, bare": readyMs.bare,
      "ms, ratio": readyMs.ratio,
      "RSS MB, ours": rssMb.ours,
      "RSS MB, bare": rssMb.bare,
      "RSS, ratio": rssMb.ratio,
    })),
  discord: benchDiscordRate,
  guilds: benchGuilds,
  playground: benchPlayground,
  step: async () =>
    (await benchStep()).map(({ database, few, many, ratio }) => ({
      "one step": database,
      "ms, 1,000 people": few.p50,
      p99: few.p99,
      "ms, 1,000,000 people": many.p50,
      "p99, 1,000,000": many.p99,
      ratio,
    })),
  reminders: async () =>
    (await benchReminders(knowledge)).map(({ database, idleTick, dueTick, deliveriesPerSecond, latency, idleCpuPercent }) => ({
      reminders: database,
      "idle tick, 10,000": idleTick.few,
      "1,000,000": idleTick.many,
      ratio: idleTick.ratio,
      "50 due, 10,000": dueTick.few,
      "50 due, 1,000,000": dueTick.many,
      "ratio, due": dueTick.ratio,
      "deliveries/s": deliveriesPerSecond,
      "late, p50": latency.p50,
      "late, p99": latency.p99,
      "idle CPU, %": idleCpuPercent,
    })),
};

/** `npm run bench -- [NAME…]`: what the bot costs, as ratios of the same run. Figures go into docs/performance.md. */
const wanted = process.argv.slice(2);
const knowledge = await openKnowledge();
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length === 0 || wanted.includes(name)) console.table(await bench());
}
process.exit(0);
