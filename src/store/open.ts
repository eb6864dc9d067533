import { mkdirSync } from "node:fs";
import path from "node:path";
import { Kysely } from "kysely";
import { StoreError } from "../core/errors.ts";
import type { Store } from "../core/ports.ts";
import { claimChange, knowChanges, releaseChange } from "./changes.ts";
import { claimRequest, purgeRequests } from "./handled-requests.ts";
import { deleteHandoff, purgeHandoffs, readHandoff, readHandoffByMessage, readHandoffsOf, writeHandoff } from "./handoffs.ts";
import { migrate } from "./migrate.ts";
import { createSqliteDialect, openNodeSqlite } from "./node-sqlite.ts";
import { forgetPerson, readPreferences, writePreferences } from "./people.ts";
import { readProgress, writeProgress } from "./progress.ts";
import {
  deleteReminder,
  readChannelReminders,
  readPersonalReminders,
  readReminder,
  readRemindersMadeBy,
  writeReminder,
} from "./reminders.ts";
import type { Schema } from "./schema.ts";
import { addUsage, readUsage } from "./usage.ts";
import {
  addManager,
  isManager,
  readManaged,
  readManagers,
  readNote,
  readNotedTopics,
  readSettings,
  readSubscribers,
  removeManager,
  writeNote,
  writeSettings,
} from "./workspaces.ts";

/**
 * Opens the store in a SQLite file, creates the file and its folder where they are missing, and brings the schema up to date.
 * @throws {StoreError} with a sentence for whoever operates the bot.
 */
export async function openStore(file: string, now: number): Promise<Store> {
  const db = new Kysely<Schema>({ dialect: createSqliteDialect(openFile(file)) });
  try {
    await migrate(db);
    await purgeRequests(db, now);
    await purgeHandoffs(db, now);
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
    remindersMadeBy: (identity) => readRemindersMadeBy(db, identity),
    channelReminders: (platform, workspace) => readChannelReminders(db, platform, workspace),
    deleteReminder: (id) => deleteReminder(db, id),
    settings: (workspace) => readSettings(db, workspace),
    saveSettings: (workspace, change, now) => writeSettings(db, workspace, change, now),
    note: (workspace, topic) => readNote(db, workspace, topic),
    notedTopics: (workspace) => readNotedTopics(db, workspace),
    saveNote: (workspace, topic, note, now) => writeNote(db, workspace, topic, note, now),
    isManager: (workspace, identity) => isManager(db, workspace, identity),
    managers: (workspace) => readManagers(db, workspace),
    managedBy: (identity) => readManaged(db, identity),
    addManager: (workspace, identity, now) => addManager(db, workspace, identity, now),
    removeManager: (workspace, identity) => removeManager(db, workspace, identity),
    saveHandoff: (handoff) => writeHandoff(db, handoff),
    handoff: (id) => readHandoff(db, id),
    handoffByMessage: (workspace, message) => readHandoffByMessage(db, workspace, message),
    handoffsOf: (identity) => readHandoffsOf(db, identity),
    deleteHandoff: (id) => deleteHandoff(db, id),
    subscribers: (platform) => readSubscribers(db, platform),
    knowChanges: (workspace, changes, now) => knowChanges(db, workspace, changes, now),
    claimChange: (workspace, change, now) => claimChange(db, workspace, change, now),
    releaseChange: (workspace, change) => releaseChange(db, workspace, change),
    addUsage: (counted) => addUsage(db, counted),
    usage: (workspace, month) => readUsage(db, workspace, month),
    forget: (identity) => forgetPerson(db, identity),
    claimRequest: (platform, id, now) => claimRequest(db, platform, id, now),
    close: () => db.destroy(),
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
