import { setTimeout as wait } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { StoreError } from "../core/errors.ts";
import { type Database, openDatabase } from "./database.ts";
import { peopleAndProgress } from "./migrations/0001-people-and-progress.ts";
import { reminders } from "./migrations/0002-reminders.ts";
import { workspaces } from "./migrations/0003-workspaces.ts";
import { installations } from "./migrations/0004-installations.ts";
import type { Schema } from "./schema.ts";
import { reasonOf, troubleOf } from "./trouble.ts";

/** Every change of the schema, oldest first. A migration that has been released is never edited: a new one follows it. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-people-and-progress": peopleAndProgress,
  "0002-reminders": reminders,
  "0003-workspaces": workspaces,
  "0004-installations": installations,
};

/** Pauses between two tries to reach a server that does not answer yet, in milliseconds. The last one repeats. */
const RETRY_PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000] as const;

/** How a schema is brought up to date. */
export interface MigrateOptions {
  /** How long to wait for a server that does not answer, in milliseconds; 0 to try once. */
  waitMs: number;
  /** Told before each further try. */
  onTrouble: (message: string) => void;
}

/**
 * Brings the schema up to date and gives back the names of the migrations that it ran. Any number of processes may call it
 * at once: Kysely takes an advisory lock on PostgreSQL, and on SQLite the transaction holds the write lock.
 * @throws {StoreError} when a migration fails; nothing of this run is kept then.
 */
export async function migrate({ db, name }: Database, { waitMs, onTrouble }: MigrateOptions): Promise<readonly string[]> {
  const deadline = performance.now() + waitMs;
  for (let attempt = 0; ; attempt++) {
    const { error, failed, done } = await runMigrations(db);
    if (error === undefined) return done;
    const trouble = troubleOf(error);
    const where = failed === undefined ? "" : ` (${failed})`;
    const message = `the database ${name} could not be brought up to date${where}: ${reasonOf(error)}`;
    if (!trouble?.passing || performance.now() >= deadline) throw new StoreError(message, { cause: error });
    const pauseMs = RETRY_PAUSES_MS[Math.min(attempt, RETRY_PAUSES_MS.length - 1)] ?? 0;
    onTrouble(`${message}. Trying again in ${pauseMs / 1_000} s`);
    await wait(Math.min(pauseMs, Math.max(0, deadline - performance.now())));
  }
}

const migratorOf = (db: Kysely<Schema>): Migrator => new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });

/** Which migrations the database has not had yet, and which it had that this version does not know. Changes nothing. */
export async function readSchemaState({ db }: Database): Promise<{ missing: readonly string[]; unknown: readonly string[] }> {
  const known = await migratorOf(db).getMigrations();
  const missing = known.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name);
  // Before the first migration there is no table of them.
  if (missing.length === known.length) return { missing, unknown: [] };
  const had = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return { missing, unknown: had.rows.map(({ name }) => name).filter((name) => !(name in MIGRATIONS)) };
}

async function runMigrations(db: Kysely<Schema>): Promise<{ error?: unknown; failed?: string; done: readonly string[] }> {
  const { error, results = [] } = await migratorOf(db).migrateToLatest();
  const named = (status: string) => results.filter((result) => result.status === status).map((result) => result.migrationName);
  const [failed] = named("Error");
  return { error, done: named("Success"), ...(failed === undefined ? {} : { failed }) };
}

/**
 * {@link migrate} at an address, over a connection of its own: a migration of a large table may take longer than the bot's
 * statements may, and the wait for another process's migration does.
 */
export async function migrateAt(address: string, options: MigrateOptions): Promise<readonly string[]> {
  const database = await openDatabase(address, { statementTimeoutMs: 0, onTrouble: options.onTrouble });
  try {
    return await migrate(database, options);
  } finally {
    await database.db.destroy();
  }
}
