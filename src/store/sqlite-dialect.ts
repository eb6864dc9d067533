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
import { isBusy, whenFree } from "./when-free.ts";

/** How long a write waits for another process's transaction, in milliseconds. The lock is unfair: waits of 2.5 s were measured. */
const BUSY_PATIENCE_MS = 5_000;

/** The same once a wait has been in vain, so that requests do not queue up behind a lock that nobody gives back. */
const TRIED_PATIENCE_MS = 250;

/**
 * Kysely's dialect over such a database. Kysely believes that SQLite cannot change tables in a transaction and then runs
 * migrations without one; two processes that start on a new file would both create its tables. With it, the second waits.
 */
export function createSqliteDialect(database: NodeSqlite, patienceMs = BUSY_PATIENCE_MS): SqliteDialect {
  return new (class extends SqliteDialect {
    override createDriver(): Driver {
      return new PatientSqliteDriver(database, patienceMs);
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

/** Waits for another process's write lock without standing still. */
class PatientSqliteDriver extends SqliteDriver {
  readonly #database: NodeSqlite;
  readonly #fullPatienceMs: number;
  #patienceMs: number;

  constructor(database: NodeSqlite, patienceMs: number) {
    super({ database });
    this.#fullPatienceMs = patienceMs;
    this.#patienceMs = patienceMs;
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
    try {
      // A transaction took the lock when it began; what is busy inside one is not for us to repeat.
      const mayRepeat = (): boolean => !this.#database.inTransaction();
      const result = await whenFree(() => connection.executeQuery<R>(query), this.#patienceMs, mayRepeat);
      // Reading and settings go on beside a writer, so only what writes tells that the lock can be had again.
      if (query.query.kind !== "SelectQueryNode" && query.query.kind !== "RawNode") this.#patienceMs = this.#fullPatienceMs;
      return result;
    } catch (error) {
      if (isBusy(error)) this.#patienceMs = Math.min(TRIED_PATIENCE_MS, this.#fullPatienceMs);
      throw error;
    }
  }
}
