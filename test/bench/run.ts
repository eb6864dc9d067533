import { openKnowledge } from "../../src/knowledge/open-knowledge.ts";
import { benchDiscordRate } from "./discord-rate.ts";
import { benchStart } from "./start.ts";
import { benchStep } from "./step.ts";

/** Each bench by its name, with what it prints. */
const BENCHES: Readonly<Record<string, () => Promise<object[]>>> = {
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
  step: async () =>
    (await benchStep()).map(({ database, few, many, ratio }) => ({
      "one step": database,
      "ms, 1,000 people": few.p50,
      p99: few.p99,
      "ms, 1,000,000 people": many.p50,
      "p99, 1,000,000": many.p99,
      ratio,
    })),
};

/** `npm run bench -- [NAME…]`: what the bot costs, as ratios of the same run. Figures go into docs/performance.md. */
const wanted = process.argv.slice(2);
await openKnowledge();
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length === 0 || wanted.includes(name)) console.table(await bench());
}
process.exit(0);
