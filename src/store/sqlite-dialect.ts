import { setTimeout as wait } from "node:timers/promises";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type DialectAdapter,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from "kysely";
import type { NodeSqlite } from "./node-sqlite.ts";

/** How long a write waits for another process's transaction, in milliseconds. The lock is unfair: waits of 2.5 s were measured. */
export const BUSY_PATIENCE_MS = 5_000;

/** The same once a wait has been in vain, so that requests do not queue up behind a lock that nobody gives back. */
const TRIED_PATIENCE_MS = 250;

/** The pause between two tries is a random time up to this, in milliseconds, so that two processes do not keep meeting. */
const PAUSE_MS = 20;

/** SQLITE_BUSY: another connection holds the write lock. */
const BUSY = 5;

/**
 * Kysely's dialect over such a database. Kysely believes that SQLite cannot change tables in a transaction and then runs
 * migrations without one; two processes that start on a new file would both create its tables. With it, the second waits.
 */
export function createSqliteDialect(database: NodeSqlite): SqliteDialect {
  return new (class extends SqliteDialect {
    override createDriver(): Driver {
      return new PatientSqliteDriver(database);
    }

    override createAdapter(): DialectAdapter {
      return new (class extends SqliteAdapter {
        override get supportsTransactionalDdl(): boolean {
          return true;
        }
      })();
    }
  })({ database });
}

/**
 * Waits for another process's write lock without standing still. SQLite's own waiting blocks the only thread, and a platform
 * whose request is not acknowledged within three seconds tells the person that the bot is broken.
 */
class PatientSqliteDriver extends SqliteDriver {
  readonly #database: NodeSqlite;
  #patienceMs = BUSY_PATIENCE_MS;

  constructor(database: NodeSqlite) {
    super({ database });
    this.#database = database;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      executeQuery: (query) => this.#execute(connection, query),
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    };
  }

  async #execute<R>(connection: DatabaseConnection, query: CompiledQuery): Promise<QueryResult<R>> {
    const deadline = performance.now() + this.#patienceMs;
    for (;;) {
      try {
        const result = await connection.executeQuery<R>(query);
        // Reading goes on beside a writer, so only what writes tells that the lock can be had again.
        if (query.query.kind !== "SelectQueryNode") this.#patienceMs = BUSY_PATIENCE_MS;
        return result;
      } catch (error) {
        // A transaction took the lock when it began; what is busy inside one is not for us to repeat.
        if (!isBusy(error) || this.#database.inTransaction()) throw error;
        if (performance.now() > deadline) {
          this.#patienceMs = TRIED_PATIENCE_MS;
          throw error;
        }
        await wait(Math.random() * PAUSE_MS);
      }
    }
  }
}

function isBusy(error: unknown): boolean {
  const code = (error as { errcode?: unknown }).errcode;
  return typeof code === "number" && (code & 0xff) === BUSY;
}
