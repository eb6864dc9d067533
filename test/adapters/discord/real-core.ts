import { onTestFinished } from "vitest";
import { commandDefinitions } from "../../../src/core/command-definitions.ts";
import { COMMANDS } from "../../../src/core/commands.ts";
import { createDispatch } from "../../../src/core/dispatch.ts";
import { createRegistry } from "../../../src/core/registry.ts";
import { createUsageCounter } from "../../../src/core/usage.ts";
import { type OpenStore, openStore } from "../../../src/store/open.ts";
import { realKnowledge } from "../../conversation.ts";
import { type Bot, startBot } from "./start-bot.ts";

/** The adapter on the emulator with the real core and knowledge behind it, and a database in memory. */
export interface WholeBot extends Bot {
  store: OpenStore;
  /** Mistakes of the core, and what it could not save. */
  faults: unknown[];
}

/** Starts all of the bot but its process. */
export async function startWholeBot(): Promise<WholeBot> {
  const registry = createRegistry(COMMANDS);
  const knowledge = realKnowledge();
  const store = await openStore(":memory:", Date.now());
  const faults: unknown[] = [];
  const bot = await startBot((request) => dispatch(request), { parts: { commands: commandDefinitions(registry, knowledge, "discord") } });
  onTestFinished(() => store.close());
  const dispatch = createDispatch({
    registry,
    knowledge,
    store,
    clock: Date.now,
    report: (event, { error }) => void (event === "repeat" || faults.push(error)),
    usage: createUsageCounter(store, Date.now, (error) => faults.push(error)),
    post: (effect) => bot.adapter.post(effect),
  });
  return { ...bot, store, faults };
}
