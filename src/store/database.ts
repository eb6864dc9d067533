import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { Kysely } from "kysely";
import { StoreError } from "../core/errors.ts";
import { type DatabaseAddress, displayAddress, isPostgres } from "./address.ts";
import { openNodeSqlite } from "./node-sqlite.ts";
import type { Schema } from "./schema.ts";
import { createSqliteDialect } from "./sqlite-dialect.ts";
import { MAKE_WRITABLE, reasonOf, troubleOf } from "./trouble.ts";
import { whenFree } from "./when-free.ts";

/** How long the opening of a file waits for other processes, in milliseconds. */
const OPENING_PATIENCE_MS = 10_000;

/** The address of a SQLite database that is gone with its process. */
const IN_MEMORY = ":memory:";

/** An open database of either kind. */
export interface Database {
  kind: "sqlite" | "postgres";
  db: Kysely<Schema>;
  /** Where it is, without a password: for messages. */
  name: string;
}

/** How a database is opened. */
export interface DatabaseOptions {
  /** The longest that one statement may take on PostgreSQL, in milliseconds; 0 for any time. */
  statementTimeoutMs?: number;
  /** How long a write to a SQLite file waits for another process's transaction, in milliseconds. */
  busyPatienceMs?: number;
  /** Told when a connection broke that nobody was using; the next use opens another. */
  onTrouble?: (message: string) => void;
}

/**
 * Opens a database as it is, without touching its schema. A SQLite file and its folder are created where they are missing.
 * PostgreSQL is not connected to before the first query.
 * @throws {StoreError} with a sentence for whoever operates the bot.
 */
export async function openDatabase(address: DatabaseAddress, options: DatabaseOptions = {}): Promise<Database> {
  const name = displayAddress(address);
  return isPostgres(address) ? openServer(address, name, options) : openFile(address, name, options);
}

async function openServer(address: DatabaseAddress, name: string, options: DatabaseOptions): Promise<Database> {
  // Loaded only where it is used, as the platforms' SDKs are.
  const { createPostgresDialect, STATEMENT_TIMEOUT_MS } = await import("./postgres.ts");
  const { statementTimeoutMs = STATEMENT_TIMEOUT_MS, onTrouble = () => {} } = options;
  if (!URL.canParse(address)) throw new StoreError("DATABASE_URL is no address: it looks like postgres://user:password@host:5432/database");
  const dialect = createPostgresDialect(address, {
    statementTimeoutMs,
    onIdleError: (error) => onTrouble(`a connection to ${name} was lost: ${reasonOf(error)}`),
  });
  return { kind: "postgres", db: new Kysely<Schema>({ dialect }), name };
}

/** Processes that open a new file at once get in each other's way when they switch it to WAL, so they take turns. */
async function openFile(file: string, name: string, { busyPatienceMs }: DatabaseOptions): Promise<Database> {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    // SQLite would let everybody on the machine read it; its log gets the rights of the file.
    if (file !== IN_MEMORY && !existsSync(file)) closeSync(openSync(file, "a", 0o600));
    const database = await whenFree(() => openNodeSqlite(file), OPENING_PATIENCE_MS);
    return { kind: "sqlite", db: new Kysely<Schema>({ dialect: createSqliteDialect(database, busyPatienceMs) }), name };
  } catch (error) {
    const reason = troubleOf(error)?.reason ?? `${reasonOf(error)}. ${MAKE_WRITABLE}`;
    throw new StoreError(`the database ${file} cannot be opened: ${reason}`, { cause: error });
  }
}
