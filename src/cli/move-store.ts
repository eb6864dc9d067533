import { StoreError } from "../core/errors.ts";
import { fromTo, moveStore } from "../store/move.ts";

const USAGE = `Usage: npm run store:move -- FROM TO
FROM and TO are each the path of a SQLite file or postgres://user:password@host:5432/database.
Stop the bot first: what it writes during the copy stays behind. TO must be empty.`;

/** `npm run store:move`: copies the whole database into another one and says what it copied. */
async function main([from, to, ...rest]: readonly string[]): Promise<void> {
  if (!from || !to || rest.length > 0) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  try {
    const moved = await moveStore(from, to);
    for (const { table, rows, checksum } of moved) console.log(`${table}: ${rows} rows, checksum ${checksum} on both sides`);
    const total = moved.reduce((sum, { rows }) => sum + rows, 0);
    console.log(`copied ${total} rows of ${moved.length} tables from ${fromTo(from, to)}; the source was left as it is`);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

await main(process.argv.slice(2));
