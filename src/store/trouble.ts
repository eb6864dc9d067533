/** What went wrong with the database, for whoever operates the bot. */
export interface Trouble {
  /** What is wrong and what to do, as the end of a sentence. */
  reason: string;
  /** True when it commonly goes away by itself: the server starts, the other process ends its transaction. */
  passing: boolean;
}

/** What to do about a file that cannot be opened or written. */
export const MAKE_WRITABLE = "Make its folder writable for the user that runs the bot, or set DATA_DIR to one that is.";

const trouble = (reason: string): Trouble => ({ reason, passing: false });
const passing = (reason: string): Trouble => ({ reason, passing: true });

/** SQLite's primary result codes (sqlite.org/rescode.html); the bits above the lowest eight only detail them. */
const SQLITE: Readonly<Record<number, Trouble>> = {
  5: passing("another program is writing to it and does not end: close whatever else has the file open"),
  6: passing("another statement holds a lock on it"),
  8: trouble(`it is read-only. ${MAKE_WRITABLE}`),
  10: trouble("the disk reports an error: look at the system's log"),
  11: trouble("the file is damaged: stop the bot and restore a backup (docs/reliability.md)"),
  13: trouble("the disk is full: make room, the bot goes on by itself"),
  14: trouble(`the file is out of reach. ${MAKE_WRITABLE}`),
  26: trouble("the file is not a database: name another one, or restore a backup (docs/reliability.md)"),
};

/** PostgreSQL's SQLSTATE codes (appendix A of its manual), whole ones before classes of two characters. */
const POSTGRES: Readonly<Record<string, Trouble>> = {
  "25006": trouble("the server is read-only, as a standby is: point DATABASE_URL to the primary"),
  "28": trouble("the server refuses the user or the password: correct them in DATABASE_URL"),
  "3D000": trouble("there is no database of that name: create it, or correct DATABASE_URL"),
  "3F000": trouble("there is no schema to keep the tables in: create it, or correct the search_path in DATABASE_URL"),
  "42501": trouble("the user of DATABASE_URL has too few rights: it must own the tables, or may create them in its schema"),
  "08": passing("the connection broke"),
  "40": passing("two transactions got in each other's way"),
  "53100": trouble("the server's disk is full: make room, the bot goes on by itself"),
  "53300": passing("the server has no connection left: raise its max_connections or run fewer processes"),
  "53": passing("the server is short of memory or disk"),
  "55P03": passing("another transaction holds a lock and does not end"),
  "57014": passing("a statement took too long"),
  "57": passing("the server is starting or stopping"),
  "58": trouble("the server reports an error of its disk: look at its log"),
  XX001: trouble("the server reports damaged data: restore a backup"),
  XX002: trouble("the server reports a damaged index: reindex it"),
};

/** Errors of the network, by the code that Node gives them. */
const NETWORK: Readonly<Record<string, Trouble>> = {
  ECONNREFUSED: passing("no server answers there: start it, or correct DATABASE_URL"),
  ECONNRESET: passing("the connection broke"),
  EPIPE: passing("the connection broke"),
  ETIMEDOUT: passing("the server does not answer: is it running, and does a firewall let the bot through?"),
  EHOSTUNREACH: passing("the server cannot be reached from here"),
  ENETUNREACH: passing("the server cannot be reached from here"),
  EAI_AGAIN: passing("its name could not be looked up"),
  ENOTFOUND: passing("its name is not known: correct DATABASE_URL"),
};

/** A server whose certificate Node does not accept, as SELF_SIGNED_CERT_IN_CHAIN or CERT_HAS_EXPIRED. */
const CERTIFICATE = /CERT|UNABLE_TO_VERIFY/;
const UNTRUSTED = trouble("its certificate is not trusted: see sslmode and sslrootcert in docs/reliability.md");

/** Errors that `pg` throws without any code. */
const UNCODED: readonly [RegExp, Trouble][] = [
  [/^Connection terminated|not queryable|^Client was closed/, passing("the connection broke")],
  [/^timeout exceeded when trying to connect/, passing("the server does not answer, or every connection is in use")],
  [/^Query read timeout/, passing("the server does not answer any more")],
  [/does not support SSL/, trouble("the server has no TLS: remove sslmode from DATABASE_URL or switch TLS on there")],
];

/** What a driver's error means. Undefined for one that only a mistake in our own code can cause. */
export function troubleOf(error: unknown): Trouble | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, errcode } = error as Error & { code?: unknown; errcode?: unknown };
  if (typeof errcode === "number") return SQLITE[errcode & 0xff];
  if (typeof code === "string") return CERTIFICATE.test(code) ? UNTRUSTED : (NETWORK[code] ?? POSTGRES[code] ?? POSTGRES[classOf(code)]);
  return UNCODED.find(([pattern]) => pattern.test(error.message))?.[1];
}

/** The class of an SQLSTATE code; of any other code, the code, which then matches nothing. */
function classOf(code: string): string {
  return /^[0-9A-Z]{5}$/.test(code) ? code.slice(0, 2) : code;
}

/** The error in words: what it means where that is known, else what the driver said. */
export function reasonOf(error: unknown): string {
  return troubleOf(error)?.reason ?? (error instanceof Error ? error.message : String(error));
}
