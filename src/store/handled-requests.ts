import { CompiledQuery, type Kysely } from "kysely";
import type { Platform } from "../core/request.ts";
import type { Database } from "./database.ts";
import type { Schema } from "./schema.ts";

/**
 * How long a delivery's id is remembered, in milliseconds. Slack repeats an event for about 5 minutes and Discord replays
 * after a resume; a day leaves room for a process that was down.
 */
export const REMEMBER_MS = 24 * 60 * 60 * 1000;

/** Most claims that are written at once. */
const BATCH = 100;

interface Claim {
  platform: Platform;
  id: string;
  claimed_at: number;
  resolve(isFirst: boolean): void;
  reject(error: unknown): void;
}

/**
 * Claims deliveries: true for the first caller with one, over all processes that share the database. What is claimed at the same
 * moment is written together, because each write waits for the disk, and everybody who is answered waits for it.
 */
export function createClaims(database: Database): (platform: Platform, id: string, now: number) => Promise<boolean> {
  let waiting: Claim[] = [];
  let writing = false;

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH);
      waiting = waiting.slice(BATCH);
      try {
        const first = await insert(database, batch);
        // Of two with one id in a batch the one that came first is the one that was inserted.
        for (const claim of batch) claim.resolve(first.delete(keyOf(claim)));
      } catch (error) {
        for (const claim of batch) claim.reject(error);
      }
    }
    writing = false;
  }

  return (platform, id, now) =>
    new Promise((resolve, reject) => {
      waiting.push({ platform, id, claimed_at: now, resolve, reject });
      if (writing) return;
      writing = true;
      setImmediate(() => void write());
    });
}

/** Whether a commit waits until the disk has it. https://www.sqlite.org/pragma.html#pragma_synchronous */
const WAIT_NOT = CompiledQuery.raw("pragma synchronous = normal");
const WAIT_AGAIN = CompiledQuery.raw("pragma synchronous = full");

/**
 * Inserts what is not there yet and gives back the keys of it. SQLite is not made to wait for the disk: a claim that a power cut
 * takes back costs at most a second answer, whereas every answer would wait for it. What people do is written with full care.
 */
async function insert({ kind, db }: Database, batch: readonly Claim[]): Promise<Set<string>> {
  if (kind !== "sqlite") return insertInto(db, batch);
  // One connection, of which nobody else can make use meanwhile.
  return db.connection().execute(async (connection) => {
    await connection.executeQuery(WAIT_NOT);
    try {
      return await insertInto(connection, batch);
    } finally {
      await connection.executeQuery(WAIT_AGAIN);
    }
  });
}

async function insertInto(db: Kysely<Schema>, batch: readonly Claim[]): Promise<Set<string>> {
  const rows = new Map(batch.map(({ platform, id, claimed_at }) => [keyOf({ platform, id }), { platform, id, claimed_at }]));
  const inserted = await db
    .insertInto("handled_requests")
    .values([...rows.values()])
    .onConflict((conflict) => conflict.columns(["platform", "id"]).doNothing())
    .returning(["platform", "id"])
    .execute();
  return new Set(inserted.map(keyOf));
}

function keyOf({ platform, id }: { platform: string; id: string }): string {
  return `${platform} ${id}`;
}
