import { PostgresDialect } from "kysely";
import pg from "pg";

/** Connections that one process keeps. Its own commands need few at once; servers commonly allow 100 in all. */
const POOL_SIZE = 8;

/** How long a new connection may take, in milliseconds. */
const CONNECT_TIMEOUT_MS = 5_000;

/** How long one statement may take, in milliseconds: every query of a command is a look-up by key. */
export const STATEMENT_TIMEOUT_MS = 10_000;

/** How long a statement waits for another one's row lock, in milliseconds. As on SQLite (`BUSY_PATIENCE_MS`). */
const LOCK_TIMEOUT_MS = 5_000;

/** The server's type number of `bigint`, which `pg` gives back as text because it may exceed a JavaScript number. */
const BIGINT = 20;

/** How a pool of PostgreSQL connections is used. */
export interface PostgresUse {
  /** 0 for work of any length, such as a migration or a copy. */
  statementTimeoutMs: number;
  /** Told of a connection that broke while nobody used it. */
  onIdleError(error: Error): void;
}

/**
 * Kysely's dialect over a pool of connections. Nothing is connected before the first query.
 * @throws when the address cannot be read.
 */
export function createPostgresDialect(address: string, { statementTimeoutMs, onIdleError }: PostgresUse): PostgresDialect {
  const bounded = statementTimeoutMs > 0;
  const pool = new pg.Pool({
    connectionString: address,
    application_name: "linkedin-ai-bot",
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    types: { getTypeParser: parserOf },
    ...(bounded
      ? {
          statement_timeout: statementTimeoutMs,
          lock_timeout: LOCK_TIMEOUT_MS,
          // The server's own limit cannot be told when the network is gone: then ours ends the wait.
          query_timeout: statementTimeoutMs + 2_000,
          idle_in_transaction_session_timeout: 30_000,
        }
      : {}),
  });
  // A server that is stopped breaks the idle connections too, and an error that nobody hears ends the process.
  pool.on("error", onIdleError);
  // In use, it is the statement's promise that tells; but the event comes too, also between two statements of a transaction.
  pool.on("connect", (client) => client.on("error", () => {}));
  return new PostgresDialect({ pool });
}

const parserOf: typeof pg.types.getTypeParser = (type: number, format?: "text" | "binary") =>
  type === BIGINT ? toNumber : pg.types.getTypeParser(type, format as "text");

/** @throws {RangeError} for a number that JavaScript cannot hold exactly, as node:sqlite does. */
function toNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} in the database is too large for a number`);
  return value;
}
