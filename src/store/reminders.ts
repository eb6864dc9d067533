import type { Insertable, Kysely, Selectable, Updateable } from "kysely";
import type { Language } from "../core/languages.ts";
import type { Stored } from "../core/ports.ts";
import type { Region } from "../core/regions.ts";
import type { Reminder, ReminderKind } from "../core/reminder.ts";
import type { Destination } from "../core/reply.ts";
import type { Identity, Place, Platform } from "../core/request.ts";
import type { Workspace } from "../core/workspace.ts";
import type { RemindersTable, Schema } from "./schema.ts";

/** The reminder as a row. Text is stored well-formed: SQLite would replace a lone surrogate without a word. */
function rowOfReminder({ maker, to, schedule, ...reminder }: Reminder): Omit<Insertable<RemindersTable>, "version"> {
  return {
    id: reminder.id,
    ...maker,
    workspace: to.workspace,
    place: "place" in to ? to.place.id : null,
    place_kind: "place" in to ? to.place.kind : null,
    kind: reminder.kind,
    subject: reminder.subject ?? null,
    message: reminder.message?.toWellFormed() ?? null,
    language: reminder.language,
    region: reminder.region ?? null,
    starts: schedule.start,
    time_zone: schedule.timeZone,
    rule: schedule.rule ?? null,
    status: reminder.status,
    pause_reason: reminder.pauseReason ?? null,
    next_at: reminder.nextAt ?? null,
    posts: reminder.posts,
    created_at: reminder.createdAt,
    updated_at: reminder.updatedAt,
  };
}

/** The reminder that a row holds. */
export function reminderOfRow(row: Selectable<RemindersTable>): Stored<Reminder> {
  const maker: Identity = { platform: row.platform as Platform, tenant: row.tenant, person: row.person };
  const target = { platform: maker.platform, workspace: row.workspace };
  const place = row.place === null ? undefined : { id: row.place, kind: row.place_kind as Place["kind"] };
  const to: Destination = place === undefined ? { ...target, person: row.person } : { ...target, place };
  return {
    id: row.id,
    maker,
    to,
    kind: row.kind as ReminderKind,
    ...(row.subject === null ? {} : { subject: row.subject }),
    ...(row.message === null ? {} : { message: row.message }),
    language: row.language as Language,
    ...(row.region === null ? {} : { region: row.region as Region }),
    schedule: { start: row.starts, timeZone: row.time_zone, ...(row.rule === null ? {} : { rule: row.rule }) },
    status: row.status as Reminder["status"],
    ...(row.pause_reason === null ? {} : { pauseReason: row.pause_reason }),
    ...(row.next_at === null ? {} : { nextAt: row.next_at }),
    posts: row.posts,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  };
}

/** Saves a reminder unless somebody saved it since `version` was read; 0 is the version of a new one. */
export async function writeReminder(db: Kysely<Schema>, reminder: Reminder, version: number): Promise<boolean> {
  const row = { ...rowOfReminder(reminder), version: version + 1 };
  if (version === 0) {
    const inserted = await db
      .insertInto("reminders")
      .values(row)
      .onConflict((conflict) => conflict.column("id").doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n;
  }
  const { id, ...columns }: Updateable<RemindersTable> = row;
  const updated = await db
    .updateTable("reminders")
    .set(columns)
    .where("id", "=", reminder.id)
    .where("version", "=", version)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/** One reminder by its id. */
export async function readReminder(db: Kysely<Schema>, id: string): Promise<Stored<Reminder> | undefined> {
  const row = await db.selectFrom("reminders").selectAll().where("id", "=", id).executeTakeFirst();
  return row && reminderOfRow(row);
}

/** What a person set for themself, soonest first. */
export async function readPersonalReminders(
  db: Kysely<Schema>,
  { platform, tenant, person }: Identity,
): Promise<readonly Stored<Reminder>[]> {
  const rows = await db
    .selectFrom("reminders")
    .selectAll()
    .where(({ and }) => and({ platform, tenant, person }))
    .where("place", "is", null)
    .orderBy("next_at")
    .orderBy("id")
    .execute();
  return rows.map(reminderOfRow);
}

/** What a person scheduled into channels, of whatever workspace, oldest first. */
export function readRemindersMadeBy(db: Kysely<Schema>, { platform, tenant, person }: Identity): Promise<readonly Stored<Reminder>[]> {
  return readOfChannels(db, { platform, tenant, person });
}

/** What is scheduled into a workspace's channels, oldest first. */
export function readChannelReminders(db: Kysely<Schema>, platform: Platform, workspace: string): Promise<readonly Stored<Reminder>[]> {
  return readOfChannels(db, { platform, workspace });
}

async function readOfChannels(db: Kysely<Schema>, key: Identity | Workspace): Promise<readonly Stored<Reminder>[]> {
  const rows = await db
    .selectFrom("reminders")
    .selectAll()
    .where(({ and }) => and({ ...key }))
    .where("place", "is not", null)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(reminderOfRow);
}

/** Deletes a reminder; what is noted of its deliveries goes with it. */
export async function deleteReminder(db: Kysely<Schema>, id: string): Promise<void> {
  await db.deleteFrom("reminders").where("id", "=", id).execute();
}
