import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { sql } from "kysely";
import type { Finding } from "../core/finding.ts";
import { type DatabaseAddress, displayAddress, isPostgres } from "./address.ts";
import { type Database, openDatabase } from "./database.ts";
import { readSchemaState } from "./migrate.ts";
import { MAKE_WRITABLE, reasonOf } from "./trouble.ts";

const SCHEMA = "database, migrations";

/** Looks whether the database answers, may be written and has the schema of this version. Creates and changes nothing. */
export async function diagnoseStore(address: DatabaseAddress): Promise<Finding[]> {
  const what = `database ${displayAddress(address)}`;
  if (!isPostgres(address)) {
    const problem = fileProblem(address);
    if (problem !== undefined)
      return [
        { what, problem },
        { what: SCHEMA, skipped: "the database must be within reach first" },
      ];
    if (!existsSync(address)) return [{ what, note: "the first start will make it" }];
  }
  let database: Database | undefined;
  try {
    database = await openDatabase(address);
    await sql`select 1`.execute(database.db);
    return [await rightsFinding(what, database), await schemaFinding(database)];
  } catch (error) {
    return [
      { what, problem: reasonOf(error) },
      { what: SCHEMA, skipped: "the database must be within reach first" },
    ];
  } finally {
    await database?.db.destroy();
  }
}

/** SQLite writes beside the file, too, so the folder counts. One that is not there yet is made by the first start. */
function fileProblem(file: string): string | undefined {
  let folder = path.dirname(file);
  while (!existsSync(folder)) folder = path.dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
    if (existsSync(file)) accessSync(file, constants.W_OK);
    return undefined;
  } catch {
    return `the file is out of reach. ${MAKE_WRITABLE}`;
  }
}

/** The queue of deliveries keeps a schema of its own. */
async function rightsFinding(what: string, { kind, db }: Database): Promise<Finding> {
  if (kind !== "postgres") return { what };
  const { rows } = await sql<{ allowed: boolean }>`
    select has_database_privilege(current_database(), 'create') or to_regnamespace('pgboss') is not null as allowed`.execute(db);
  if (rows[0]?.allowed) return { what };
  return { what, problem: "the user of DATABASE_URL may not create the schema pgboss: grant create on the database to it" };
}

async function schemaFinding(database: Database): Promise<Finding> {
  const { missing, unknown } = await readSchemaState(database);
  if (unknown.length > 0) {
    return { what: SCHEMA, problem: `it is of a newer version (${unknown.join(", ")}): install that one, or restore a backup of before` };
  }
  if (missing.length > 0) return { what: SCHEMA, problem: `${missing.join(", ")} missing: npm run release, as each start does` };
  return { what: SCHEMA };
}
