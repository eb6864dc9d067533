import { randomUUID } from "node:crypto";
import path from "node:path";
import { COMMANDS } from "../../src/core/commands.ts";
import { createDispatch } from "../../src/core/dispatch.ts";
import type { Dispatch } from "../../src/core/ports.ts";
import { createRegistry } from "../../src/core/registry.ts";
import { openKnowledge } from "../../src/knowledge/open-knowledge.ts";
import { type OpenStore, openStore } from "../../src/store/open.ts";
import { noPlatform } from "../no-platform.ts";
import { createDatabase, startPostgres } from "../postgres.ts";
import { fillWithPeople, personOf } from "../store/sample-data.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { median, quantile } from "./figures.ts";

const FEW = 1_000;
const MANY = 1_000_000;

/** Steps that are measured on each database, the two sizes in turns. */
const STEPS = 500;

/** What one step costs with few and with many people in the database, in milliseconds from the press to its reply. */
export interface StepResult {
  database: string;
  few: { p50: number; p99: number };
  many: { p50: number; p99: number };
  /** Median of many over median of few. */
  ratio: number;
}

interface Filled {
  store: OpenStore;
  people: number;
  dispatch: Dispatch;
  took: number[];
}

/** A press of a walkthrough, from dispatch to the reply that follows the save, with every safety of the database on. */
export async function benchStep(): Promise<StepResult[]> {
  using folder = temporaryFolder();
  const server = await startPostgres({ lasting: true });
  const results = [
    await compare("SQLite", async (people) => path.join(folder.path, `${people}.sqlite`)),
    await compare("PostgreSQL", () => createDatabase(server.url)),
  ];
  await server.remove();
  return results;
}

async function compare(database: string, addressOf: (people: number) => Promise<string>): Promise<StepResult> {
  const few = await fill(await addressOf(FEW), FEW);
  const many = await fill(await addressOf(MANY), MANY);
  for (let step = 0; step < STEPS; step++) {
    for (const filled of [few, many]) await measure(filled, step);
  }
  await Promise.all([few, many].map(({ store }) => store.close()));
  return { database, few: summary(few.took), many: summary(many.took), ratio: Number((median(many.took) / median(few.took)).toFixed(2)) };
}

async function fill(address: string, people: number): Promise<Filled> {
  const store = await openStore(address, 0);
  await fillWithPeople(store.database, people);
  const report = (event: string, { error }: { error?: unknown }): void => {
    throw error ?? new Error(event);
  };
  const knowledge = await openKnowledge();
  const parts = { registry: createRegistry(COMMANDS), knowledge, store, clock: Date.now, report, ...noPlatform(store, Date.now) };
  return { store, people, dispatch: createDispatch(parts), took: [] };
}

/** Somebody in the middle of the table goes from the first step to the third; the second press is measured. */
async function measure({ store, dispatch, people, took }: Filled, step: number): Promise<void> {
  const identity = personOf((step * 7_919 * 3 + 1) % people);
  const press = (verb: string, subject: string) =>
    dispatch({
      id: randomUUID(),
      identity,
      place: { id: "D1", kind: "dm" },
      isAdmin: false,
      audience: "person",
      input: { kind: "press", action: { command: "optout", verb, subject }, private: true },
    });
  await press("restart", "linkedin");
  await press("choose", "linkedin/device/web");
  const from = performance.now();
  await press("next", "linkedin/web-open");
  took.push(performance.now() - from);
  const saved = (await store.progress(identity)).find(({ walkthrough }) => walkthrough === "linkedin");
  if (!saved?.trail.includes("web-open")) throw new Error(`the press did not lead on: ${JSON.stringify(saved)}`);
}

function summary(values: readonly number[]): { p50: number; p99: number } {
  return { p50: Number(median(values).toFixed(2)), p99: Number(quantile(values, 0.99).toFixed(2)) };
}
