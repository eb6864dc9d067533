import { openKnowledge } from "../../src/knowledge/open-knowledge.ts";
import { benchStart } from "./start.ts";

/** `npm run bench`: what the bot costs, as ratios against bare peers of the same run. Figures go into docs/performance.md. */
await openKnowledge();
console.table(
  (await benchStart()).map(({ what, readyMs, rssMb }) => ({
    "start to ready": what,
    "ms, ours": readyMs.ours,
    "ms, bare": readyMs.bare,
    "ms, ratio": readyMs.ratio,
    "RSS MB, ours": rssMb.ours,
    "RSS MB, bare": rssMb.bare,
    "RSS, ratio": rssMb.ratio,
  })),
);
process.exit(0);
