import { onTestFinished } from "vitest";
import { COMMANDS } from "../../src/core/commands.ts";
import { createDispatch } from "../../src/core/dispatch.ts";
import type { Delivery } from "../../src/core/ports.ts";
import { createRegistry } from "../../src/core/registry.ts";
import type { Effect } from "../../src/core/reply.ts";
import { createUsageCounter } from "../../src/core/usage.ts";
import { startHttpServer } from "../../src/http/server.ts";
import { openKnowledge } from "../../src/knowledge/open-knowledge.ts";
import type { Box } from "../../src/playground/conversation.ts";
import { createPlayground } from "../../src/playground/routes.ts";
import { openStore } from "../../src/store/open.ts";

/** The day on which every test of the playground takes place. */
export const NOW = Date.UTC(2026, 10, 27, 9, 0);

/** The playground as a visitor finds it, on a free port. Ends with the test. */
export async function startPlayground(): Promise<string> {
  const knowledge = await openKnowledge();
  const registry = createRegistry(COMMANDS);
  const openBox = async (clock: () => number): Promise<Box> => {
    const store = await openStore(":memory:", clock());
    const report = (event: string, { error }: { error?: unknown }) => {
      throw new Error(event, { cause: error });
    };
    const posts: Effect[] = [];
    const post = async (effect: Effect): Promise<Delivery> => ({ ok: true, message: String(posts.push(effect)) });
    const usage = createUsageCounter(store, clock, (error) => report("usage", { error }));
    const dispatch = createDispatch({ registry, knowledge, store, clock, report, usage, post });
    return { dispatch, store, takePosts: () => posts.splice(0), deliverDue: async () => {}, close: () => store.close() };
  };
  const playground = createPlayground({ knowledge, openBox, clock: () => NOW });
  const server = await startHttpServer(playground.app, "127.0.0.1", 0);
  onTestFinished(async () => {
    await server.stop();
    await playground.close();
  });
  return server.url;
}
