import { DatabaseSync } from "node:sqlite";
import type { SqliteDatabase, SqliteStatement } from "kysely";

/**
 * How long SQLite itself waits for another process's transaction, in milliseconds: hardly, because the process stands still
 * meanwhile. The waiting is done where other work can go on (`whenFree`).
 */
const BUSY_TIMEOUT_MS = 5;

/** An open SQLite file. */
export interface NodeSqlite extends SqliteDatabase {
  /** True between `begin` and its end. */
  inTransaction(): boolean;
}

/**
 * Opens a SQLite file as the database that Kysely's `SqliteDialect` wants.
 * WAL lets readers go on while one process writes; FULL makes a commit survive a power cut; what is deleted is overwritten.
 * @throws when the file cannot be opened, written or is not a database.
 */
export function openNodeSqlite(file: string): NodeSqlite {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on");
  } catch (error) {
    database.close();
    throw error;
  }
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare: (sql) => prepare(database, sql, prepared),
    inTransaction: () => database.isTransaction,
  };
}

/** Most statements that are kept prepared. The bot has fewer; what is built from lists of any length must not pile up. */
const MOST_PREPARED = 200;

function prepare(database: DatabaseSync, sql: string, prepared: Map<string, SqliteStatement>): SqliteStatement {
  // SQLite rolls back by itself when the disk is full; Kysely's own rollback would then fail and hide the reason.
  if (sql === "rollback" && !database.isTransaction) return NOTHING;
  const known = prepared.get(sql);
  if (known) return known;
  // A deferred transaction that reads before it writes fails at once when another process wrote meanwhile, whatever the
  // busy timeout. Taking the write lock at the start makes it wait instead.
  const statement = wrap(database, sql === "begin" ? "begin immediate" : sql);
  if (prepared.size < MOST_PREPARED) prepared.set(sql, statement);
  return statement;
}

function wrap(database: DatabaseSync, text: string): SqliteStatement {
  const statement = database.prepare(text);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(toSqlite)),
    run: (parameters) => statement.run(...parameters.map(toSqlite)),
    // Whoever reads row by row may be interrupted by another use of the same statement.
    iterate: (parameters) => database.prepare(text).iterate(...parameters.map(toSqlite)),
  };
}

const NOTHING: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [][Symbol.iterator](),
};

/**
 * node:sqlite takes an object in first place for a bag of named parameters and shifts the others into the wrong columns
 * without a word, so everything that is not a plain value is refused here.
 */
function toSqlite(value: unknown): null | string | number | bigint | Uint8Array {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "bigint") return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`a ${value instanceof Date ? "Date" : typeof value} cannot be stored: use a string, a number or null`);
}
