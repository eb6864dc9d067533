import { createInterface } from "node:readline";
import { COMMANDS } from "../../src/core/commands.ts";
import { createDispatch } from "../../src/core/dispatch.ts";
import { createRegistry } from "../../src/core/registry.ts";
import type { Request } from "../../src/core/request.ts";
import { openKnowledge } from "../../src/knowledge/open-knowledge.ts";
import { openStore } from "../../src/store/open.ts";
import { wordsOf } from "../conversation.ts";
import { noPlatform } from "../no-platform.ts";

/**
 * The real core in a process of its own, over the database that the command line names. Each line of standard input is a
 * request as JSON; each line of standard output is what came of it: the reply's words, or null for a repeated delivery.
 */
const [address = ""] = process.argv.slice(2);
const store = await openStore(address, Date.now());
const dispatch = createDispatch({
  registry: createRegistry(COMMANDS),
  knowledge: await openKnowledge(),
  store,
  clock: Date.now,
  report: (event, { error }) => {
    if (event !== "repeat") console.error(event, error);
  },
  ...noPlatform(store, Date.now),
});
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const outcome = await dispatch(JSON.parse(line) as Request);
  console.log(JSON.stringify(outcome ? wordsOf(outcome.reply) : null));
}
await store.close();
