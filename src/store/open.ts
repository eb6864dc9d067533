import { mkdirSync } from "node:fs";
import path from "node:path";
import { Kysely } from "kysely";
import { StoreError } from "../core/errors.ts";
import type { Store } from "../core/ports.ts";
import { claimRequest, purgeRequests } from "./handled-requests.ts";
import { migrate } from "./migrate.ts";
import { createSqliteDialect, openNodeSqlite } from "./node-sqlite.ts";
import { forgetPerson, readPreferences, writePreferences } from "./people.ts";
import { readProgress, writeProgress } from "./progress.ts";
import { deleteReminder, readChannelReminders, readPersonalReminders, readReminder, writeReminder } from "./reminders.ts";
import type { Schema } from "./schema.ts";

/**
 * Opens the store in a SQLite file, creates the file and its folder where they are missing, and brings the schema up to date.
 * @throws {StoreError} with a sentence for whoever operates the bot.
 */
export async function openStore(file: string, now: number): Promise<Store> {
  const db = new Kysely<Schema>({ dialect: createSqliteDialect(openFile(file)) });
  try {
    await migrate(db);
    await purgeRequests(db, now);
  } catch (error) {
    await db.destroy();
    if (error instanceof StoreError) throw error;
    throw new StoreError(`the database ${file} cannot be written: ${reasonOf(error)}`, { cause: error });
  }
  return storeOver(db);
}

function openFile(file: string) {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    return openNodeSqlite(file);
  } catch (error) {
    throw new StoreError(
      `the database ${file} cannot be opened: ${reasonOf(error)}. Make its folder writable for the user that runs the bot, or set DATA_DIR to one that is.`,
      { cause: error },
    );
  }
}

/** The store's port over an open database. */
export function storeOver(db: Kysely<Schema>): Store {
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

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
