import type { Kysely, Selectable } from "kysely";
import type { Language } from "../core/languages.ts";
import type { Identity, Place, Platform } from "../core/request.ts";
import type { Handoff, Workspace } from "../core/workspace.ts";
import type { HandoffsTable, Schema } from "./schema.ts";

/** Saves a question that was handed to people; saving it again adds the id of the posted message. */
export async function writeHandoff(db: Kysely<Schema>, handoff: Handoff): Promise<void> {
  const { id, asker, workspace, language, place, createdAt } = handoff;
  const message = handoff.message ?? null;
  await db
    .insertInto("handoffs")
    .values({ id, ...asker, workspace, language, place: place.id, place_kind: place.kind, message, created_at: createdAt })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ message }))
    .execute();
}

/** One handed-on question by its id. */
export async function readHandoff(db: Kysely<Schema>, id: string): Promise<Handoff | undefined> {
  const row = await db.selectFrom("handoffs").selectAll().where("id", "=", id).executeTakeFirst();
  return row && handoffOf(row);
}

/** The question that was posted as a message. */
export async function readHandoffByMessage(
  db: Kysely<Schema>,
  { platform, workspace }: Workspace,
  message: string,
): Promise<Handoff | undefined> {
  const row = await db
    .selectFrom("handoffs")
    .selectAll()
    .where(({ and }) => and({ platform, workspace }))
    .where("message", "=", message)
    .executeTakeFirst();
  return row && handoffOf(row);
}

/** What a person handed on, oldest first. */
export async function readHandoffsOf(db: Kysely<Schema>, { platform, tenant, person }: Identity): Promise<Handoff[]> {
  const rows = await db
    .selectFrom("handoffs")
    .selectAll()
    .where(({ and }) => and({ platform, tenant, person }))
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(handoffOf);
}

/** Forgets who asked a question. */
export async function deleteHandoff(db: Kysely<Schema>, id: string): Promise<void> {
  await db.deleteFrom("handoffs").where("id", "=", id).execute();
}

function handoffOf(row: Selectable<HandoffsTable>): Handoff {
  const platform = row.platform as Platform;
  return {
    id: row.id,
    platform,
    workspace: row.workspace,
    asker: { platform, tenant: row.tenant, person: row.person },
    language: row.language as Language,
    place: { id: row.place, kind: row.place_kind as Place["kind"] },
    ...(row.message === null ? {} : { message: row.message }),
    createdAt: row.created_at,
  };
}
