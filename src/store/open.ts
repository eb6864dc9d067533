import { sql } from "kysely";
import { StoreError } from "../core/errors.ts";
import type { Store } from "../core/ports.ts";
import type { Identity } from "../core/request.ts";
import { type DatabaseAddress, isPostgres } from "./address.ts";
import { claimChange, knowChanges, releaseChange } from "./changes.ts";
import { type Database, type DatabaseOptions, openDatabase } from "./database.ts";
import { createClaims } from "./handled-requests.ts";
import { deleteHandoff, readHandoff, readHandoffByMessage, readHandoffsOf, writeHandoff } from "./handoffs.ts";
import { eraseInstallation, readInstallation, readInstallations, replaceSealed, writeInstallation } from "./installations.ts";
import { type MigrateOptions, migrate, migrateAt } from "./migrate.ts";
import { forgetPerson, readPreferences, writePreferences } from "./people.ts";
import { countCompleted, readProgress, writeProgress } from "./progress.ts";
import {
  deleteReminder,
  readChannelReminders,
  readPersonalReminders,
  readReminder,
  readRemindersMadeBy,
  writeReminder,
} from "./reminders.ts";
import { eraseWorkspace } from "./remove-workspace.ts";
import { purge } from "./retention.ts";
import { tellTrouble } from "./tell-trouble.ts";
import { reasonOf } from "./trouble.ts";
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

/** The store with the database under it, for what works beside the core: purging, claiming what is due. */
export interface OpenStore extends Store {
  readonly database: Database;
  /** Resolves when the database answers. Throws {@link StoreError} when it does not. */
  check(): Promise<void>;
}

/**
 * Opens the store in a SQLite file or on a PostgreSQL server, brings the schema up to date, and erases what need not be kept
 * any more at `now`, epoch milliseconds. Without options it tries once.
 * @throws {StoreError} with a sentence for whoever operates the bot.
 */
export async function openStore(
  address: DatabaseAddress,
  now: number,
  options: MigrateOptions & DatabaseOptions = { waitMs: 0, onTrouble: () => {} },
): Promise<OpenStore> {
  if (isPostgres(address)) await migrateAt(address, options);
  const database = await openDatabase(address, options);
  try {
    if (database.kind === "sqlite") await migrate(database, options);
    await purge(database.db, now);
  } catch (error) {
    await database.db.destroy();
    if (error instanceof StoreError) throw error;
    throw new StoreError(`the database ${database.name} cannot be written: ${reasonOf(error)}`, { cause: error });
  }
  const check = async (): Promise<void> => void (await sql`select 1`.execute(database.db));
  return { ...tellTrouble({ ...storeOver(database), check }, database.name), database };
}

/** The store's port over an open database. */
function storeOver(database: Database): Store {
  const { db } = database;
  return {
    preferences: (identity) => readPreferences(db, identity),
    savePreferences: (identity, change, now) => writePreferences(db, identity, change, now),
    progress: (identity) => readProgress(db, identity),
    saveProgress: (identity, progress, version) => writeProgress(db, identity, progress, version),
    saveReminder: (reminder, version) => writeReminder(db, reminder, version),
    reminder: (id) => readReminder(db, id),
    personalReminders: (identity) => readPersonalReminders(db, identity),
    completed: (platform, workspace, walkthrough) => countCompleted(db, platform, workspace, walkthrough),
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
    installation: (workspace) => readInstallation(db, workspace),
    installations: (platform) => readInstallations(db, platform),
    saveInstallation: (workspace, sealed, now) => writeInstallation(db, workspace, sealed, now),
    resealInstallation: (workspace, from, to) => replaceSealed(db, workspace, from, to),
    loseInstallation: (workspace, goneAt, now) =>
      db.transaction().execute((transaction) => eraseInstallation(transaction, workspace, goneAt, now)),
    removeWorkspace: (workspace, goneAt, now) => eraseWorkspace(db, workspace, goneAt, now),
    forget: (identity) => forget(database, identity),
    claimRequest: createClaims(database),
    close: () => db.destroy(),
  };
}

/**
 * Erases the person, also from the file: the write-ahead log keeps the pages as they were until it is written back. Where
 * another process is reading just then, that happens with one of the next writes.
 */
async function forget({ db, kind }: Database, identity: Identity): Promise<void> {
  await forgetPerson(db, identity);
  if (kind !== "sqlite") return;
  // The person is erased by now, and must not be told otherwise because writing the log back had to wait.
  await sql`pragma wal_checkpoint(truncate)`.execute(db).catch(() => {});
}
