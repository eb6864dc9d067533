import { readProcessConfig } from "../config.ts";
import { ConfigError, StoreError } from "../core/errors.ts";
import { displayAddress, isPostgres } from "../store/address.ts";
import { backupFile } from "../store/backup.ts";

/** `npm run store:backup`: a copy of the database of this configuration, while the bot runs. */
function main([target, ...rest]: readonly string[]): number {
  if (!target || rest.length > 0) {
    console.error("Usage: npm run store:backup -- TARGET");
    return 2;
  }
  const { database } = readProcessConfig();
  if (isPostgres(database)) {
    // A dump that is not by the server's own tool, and of its own version, is none that anybody should rely on.
    console.error(`No copy was made: ${displayAddress(database)} is a PostgreSQL database, whose own tool does that while the bot runs:
  pg_dump --format=custom --no-owner --file='${target.replaceAll("'", `'\\''`)}' "$DATABASE_URL"
and puts it back with
  pg_restore --no-owner --dbname="$DATABASE_URL" '${target.replaceAll("'", `'\\''`)}'`);
    return 1;
  }
  const { bytes } = backupFile(database, target);
  console.log(`copied ${database} to ${target}: ${bytes} bytes, integrity checked`);
  return 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof StoreError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
