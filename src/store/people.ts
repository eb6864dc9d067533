import type { Kysely } from "kysely";
import { isLanguage } from "../core/languages.ts";
import type { Preferences } from "../core/ports.ts";
import { isRegion } from "../core/regions.ts";
import { NOBODY } from "../core/reminder.ts";
import type { Identity, Platform } from "../core/request.ts";
import { keepQuery } from "./kept-query.ts";
import type { Schema } from "./schema.ts";

const selectPreferences = keepQuery(["platform", "tenant", "person"], (db, { platform, tenant, person }) =>
  db
    .selectFrom("preferences")
    .select(["language", "region", "device", "label_language", "time_zone"])
    .where(({ and }) => and({ platform: platform as Platform, tenant, person })),
);

/** What the person chose; empty for somebody unknown. */
export async function readPreferences(db: Kysely<Schema>, identity: Identity): Promise<Preferences> {
  const [row] = await selectPreferences(db, identity);
  return {
    ...(row?.language && isLanguage(row.language) ? { language: row.language } : {}),
    ...(row?.region && isRegion(row.region) ? { region: row.region } : {}),
    ...(row?.device ? { device: row.device } : {}),
    ...(row?.label_language ? { labelLanguage: row.label_language } : {}),
    ...(row?.time_zone ? { timeZone: row.time_zone } : {}),
  };
}

/** Changes what is named in `change` and leaves the rest. `now` is epoch milliseconds. */
export async function writePreferences(db: Kysely<Schema>, identity: Identity, change: Preferences, now: number): Promise<void> {
  const { platform, tenant, person } = identity;
  const { labelLanguage, timeZone, ...same } = change;
  const columns = {
    ...same,
    ...(labelLanguage === undefined ? {} : { label_language: labelLanguage }),
    ...(timeZone === undefined ? {} : { time_zone: timeZone }),
    updated_at: now,
  };
  await db
    .insertInto("preferences")
    .values({ platform, tenant, person, language: null, region: null, device: null, label_language: null, time_zone: null, ...columns })
    .onConflict((conflict) => conflict.columns(["platform", "tenant", "person"]).doUpdateSet(columns))
    .execute();
}

/**
 * Erases every row about the person, all or nothing. What they scheduled into channels is the workspace's and stays, without
 * saying any more who made it.
 */
export async function forgetPerson(db: Kysely<Schema>, { platform, tenant, person }: Identity): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const table of ["preferences", "progress", "workspace_managers", "handoffs"] as const) {
      await transaction
        .deleteFrom(table)
        .where(({ and }) => and({ platform, tenant, person }))
        .execute();
    }
    await transaction
      .deleteFrom("reminders")
      .where(({ and }) => and({ platform, tenant, person }))
      .where("place", "is", null)
      .execute();
    await transaction
      .updateTable("reminders")
      // A save that read the row before must not bring the name back.
      .set(({ eb }) => ({ person: NOBODY, version: eb("version", "+", 1) }))
      .where(({ and }) => and({ platform, tenant, person }))
      .execute();
  });
}
