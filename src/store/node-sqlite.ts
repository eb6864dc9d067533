import { DatabaseSync } from "node:sqlite";
import { type DialectAdapter, SqliteAdapter, type SqliteDatabase, SqliteDialect, type SqliteStatement } from "kysely";

/** How long a writer waits for another process's transaction, in milliseconds. The lock is unfair: waits of 2.5 s were measured. */
export const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens a SQLite file as the database that Kysely's `SqliteDialect` wants.
 * WAL lets readers go on while one process writes; FULL makes a commit survive a power cut.
 * @throws when the file cannot be opened, written or is not a database.
 */
export function openNodeSqlite(file: string): SqliteDatabase {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    close: () => database.close(),
    prepare: (sql) => prepare(database, sql),
  };
}

/**
 * Kysely's dialect over such a database. Kysely believes that SQLite cannot change tables in a transaction and then runs
 * migrations without one; two processes that start on a new file would both create its tables. With it, the second waits.
 */
export function createSqliteDialect(database: SqliteDatabase): SqliteDialect {
  return new (class extends SqliteDialect {
    override createAdapter(): DialectAdapter {
      return new (class extends SqliteAdapter {
        override get supportsTransactionalDdl(): boolean {
          return true;
        }
      })();
    }
  })({ database });
}

function prepare(database: DatabaseSync, sql: string): SqliteStatement {
  // SQLite rolls back by itself when the disk is full; Kysely's own rollback would then fail and hide the reason.
  if (sql === "rollback" && !database.isTransaction) return NOTHING;
  // A deferred transaction that reads before it writes fails at once when another process wrote meanwhile, whatever the
  // busy timeout. Taking the write lock at the start makes it wait instead.
  const statement = database.prepare(sql === "begin" ? "begin immediate" : sql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(toSqlite)),
    run: (parameters) => statement.run(...parameters.map(toSqlite)),
    iterate: (parameters) => statement.iterate(...parameters.map(toSqlite)),
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
