import { StoreError } from "../core/errors.ts";
import type { Store } from "../core/ports.ts";
import { type DatabaseAddress, isPostgres } from "./address.ts";
import { type Database, openDatabase } from "./database.ts";
import { claimRequest, purgeRequests } from "./handled-requests.ts";
import { type MigrateOptions, migrate, migrateAt } from "./migrate.ts";
import { forgetPerson, readPreferences, writePreferences } from "./people.ts";
import { readProgress, writeProgress } from "./progress.ts";
import { deleteReminder, readChannelReminders, readPersonalReminders, readReminder, writeReminder } from "./reminders.ts";
import { reasonOf, troubleOf } from "./trouble.ts";

/** The store with the database under it, for what works beside the core: purging, claiming what is due. */
export interface OpenStore extends Store {
  readonly database: Database;
}

/**
 * Opens the store in a SQLite file or on a PostgreSQL server and brings the schema up to date. Without options it tries once.
 * `now` is epoch milliseconds.
 * @throws {StoreError} with a sentence for whoever operates the bot.
 */
export async function openStore(
  address: DatabaseAddress,
  now: number,
  options: MigrateOptions = { waitMs: 0, onTrouble: () => {} },
): Promise<OpenStore> {
  if (isPostgres(address)) await migrateAt(address, options);
  const database = await openDatabase(address, options);
  try {
    if (database.kind === "sqlite") await migrate(database, options);
    await purgeRequests(database.db, now);
  } catch (error) {
    await database.db.destroy();
    if (error instanceof StoreError) throw error;
    throw new StoreError(`the database ${database.name} cannot be written: ${reasonOf(error)}`, { cause: error });
  }
  return { ...tellTrouble(storeOver(database), database.name), database };
}

/** The store's port over an open database. */
function storeOver({ db }: Database): Store {
  return {
    preferences: (identity) => readPreferences(db, identity),
    savePreferences: (identity, change, now) => writePreferences(db, identity, change, now),
    progress: (identity) => readProgress(db, identity),
    saveProgress: (identity, progress, version) => writeProgress(db, identity, progress, version),
    saveReminder: (reminder, version) => writeReminder(db, reminder, version),
    reminder: (id) => readReminder(db, id),
    personalReminders: (identity) => readPersonalReminders(db, identity),
    channelReminders: (platform, workspace) => readChannelReminders(db, platform, workspace),
    deleteReminder: (id) => deleteReminder(db, id),
    forget: (identity) => forgetPerson(db, identity),
    claimRequest: (platform, id, now) => claimRequest(db, platform, id, now),
    close: () => db.destroy(),
  };
}

type AnyFunction = (...values: never[]) => Promise<unknown>;

/** Every function of the port, with what the drivers throw told as a StoreError. What is a mistake of ours stays as it is. */
function tellTrouble(store: Store, name: string): Store {
  const telling =
    (run: AnyFunction): AnyFunction =>
    async (...values) => {
      try {
        return await run(...values);
      } catch (error) {
        const trouble = troubleOf(error);
        if (!trouble) throw error;
        throw new StoreError(`the database ${name}: ${trouble.reason}`, { cause: error });
      }
    };
  const functions = Object.entries(store).map(([key, run]) => [key, telling(run as AnyFunction)]);
  return Object.fromEntries(functions) as Store;
}
