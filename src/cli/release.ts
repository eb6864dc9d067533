import { readProcessConfig } from "../config.ts";
import { ConfigError, StoreError } from "../core/errors.ts";
import { migrateAt } from "../store/migrate.ts";

/** How long to wait for a database server that is still starting, in milliseconds. */
const WAIT_MS = 60_000;

/** `npm run release`: brings the database up to date and ends, before the new version's processes start. */
try {
  const { database } = readProcessConfig();
  const done = await migrateAt(database, { waitMs: WAIT_MS, onTrouble: (message) => console.error(message) });
  console.log(done.length === 0 ? "the database is up to date" : `the database was brought up to date: ${done.join(", ")}`);
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof StoreError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
