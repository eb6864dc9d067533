import { existsSync } from "node:fs";
import { type Kysely, sql } from "kysely";
import { StoreError } from "../core/errors.ts";
import { type DatabaseAddress, displayAddress, isPostgres } from "./address.ts";
import { readCatalogue, type TableShape } from "./catalogue.ts";
import { createTally, type Row, type Tally } from "./checksum.ts";
import { type Database, openDatabase } from "./database.ts";
import { JOB_USED } from "./jobs.ts";
import { migrate } from "./migrate.ts";
import { reasonOf } from "./trouble.ts";

/** SQLite takes 32,766 values in one statement and PostgreSQL 65,535. */
const MAX_VALUES = 30_000;
const MAX_BATCH = 1_000;

/** One table that was copied. */
export interface MovedTable extends Tally {
  table: string;
}

/** The tables' names are those of the catalogue, so rows are handled without their types. */
type Tables = Kysely<Record<string, Record<string, unknown>>>;

/**
 * Copies everything from one database into another, empty one, of the same kind or not. Both sides are read and written in
 * one transaction each: the copy is of one moment, and the target gets all of it or nothing. Every table is read back from
 * the target and compared by count and checksum before that is final. The source is only brought up to date.
 * @throws {StoreError} when the source is missing, the target holds something, or a table differs.
 */
export async function moveStore(from: DatabaseAddress, to: DatabaseAddress): Promise<readonly MovedTable[]> {
  if (from === to) throw new StoreError("both addresses are the same database");
  if (!isPostgres(from) && !existsSync(from)) throw new StoreError(`there is no database ${from} to copy from`);
  const source = await openDatabase(from, { statementTimeoutMs: 0 });
  const target = await openDatabase(to, { statementTimeoutMs: 0 });
  try {
    await migrate(source, ONCE);
    await migrate(target, ONCE);
    return await copyAll(source, target);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(`nothing was copied from ${source.name} to ${target.name}: ${reasonOf(error)}`, { cause: error });
  } finally {
    await Promise.allSettled([source.db.destroy(), target.db.destroy()]);
  }
}

const ONCE = { waitMs: 0, onTrouble: () => {} };

async function copyAll(source: Database, target: Database): Promise<readonly MovedTable[]> {
  const tables = await sameTables(source, target);
  const reading = (source.db as unknown as Tables).transaction().setIsolationLevel("repeatable read");
  return reading.execute((from) =>
    (target.db as unknown as Tables).transaction().execute(async (to) => {
      await refuseIfHolding(to, tables, target.name);
      const moved: MovedTable[] = [];
      for (const table of tables) moved.push({ table: table.name, ...(await copyTable(from, to, table)) });
      // The jobs of the old server's queue stay there; the new one sends others.
      await to.updateTable("deliveries").set({ queued_for: JOB_USED }).where("queued_for", "is not", null).execute();
      return moved;
    }),
  );
}

async function sameTables(source: Database, target: Database): Promise<readonly TableShape[]> {
  const [ours, theirs] = [await readCatalogue(source), await readCatalogue(target)];
  for (const { name, columns, key } of ours) {
    if (key.length === 0) throw new StoreError(`the table ${name} has no primary key to copy it by`);
    const other = theirs.find((shape) => shape.name === name)?.columns ?? [];
    const missing = columns.filter((column) => !other.includes(column));
    if (missing.length > 0) throw new StoreError(`${target.name} has no place for ${name}: ${missing.join(", ")}`);
  }
  return ours;
}

async function refuseIfHolding(to: Tables, tables: readonly TableShape[], name: string): Promise<void> {
  for (const { name: table } of tables) {
    const row = await to.selectFrom(table).select(sql.lit(1).as("one")).limit(1).executeTakeFirst();
    if (row) throw new StoreError(`${name} is not empty: it has rows in ${table}. Name an empty database; nothing was copied`);
  }
}

async function copyTable(from: Tables, to: Tables, table: TableShape): Promise<Tally> {
  const read = createTally(table.columns);
  for await (const rows of batchesOf(from, table)) {
    await to
      .insertInto(table.name)
      .values(rows as Record<string, unknown>[])
      .execute();
    read.add(rows);
  }
  const written = createTally(table.columns);
  for await (const rows of batchesOf(to, table)) written.add(rows);
  const [one, other] = [read.result(), written.result()];
  if (one.rows !== other.rows || one.checksum !== other.checksum) {
    throw new StoreError(
      `the copy of ${table.name} differs: ${one.rows} rows (${one.checksum}) became ${other.rows} (${other.checksum}). Nothing was kept`,
    );
  }
  return one;
}

/** All rows in pieces, by key rather than by offset, so that a large table is read once and not again for each piece. */
async function* batchesOf(db: Tables, { name, columns, key }: TableShape): AsyncGenerator<readonly Row[]> {
  const size = Math.min(MAX_BATCH, Math.floor(MAX_VALUES / columns.length));
  const refs = sql.join(key.map((column) => sql.ref(column)));
  let last: Row | undefined;
  for (;;) {
    const after: Row | undefined = last;
    let query = db.selectFrom(name).select(columns as string[]);
    if (after) query = query.where(sql<boolean>`(${refs}) > (${sql.join(key.map((column) => after[column]))})`);
    for (const column of key) query = query.orderBy(column);
    const rows = await query.limit(size).execute();
    if (rows.length > 0) yield rows;
    last = rows.at(-1);
    if (rows.length < size) return;
  }
}

/** The two addresses as a sentence's end: "data/bot.sqlite to postgres://db/bot". */
export function fromTo(from: DatabaseAddress, to: DatabaseAddress): string {
  return `${displayAddress(from)} to ${displayAddress(to)}`;
}
