import type { Kysely, Selectable } from "kysely";
import { isLanguage } from "../core/languages.ts";
import { isRegion } from "../core/regions.ts";
import type { Identity, Place, Platform } from "../core/request.ts";
import type { SettingsChange, Workspace, WorkspaceSettings } from "../core/workspace.ts";
import { keepQuery } from "./kept-query.ts";
import type { Schema, WorkspacesTable } from "./schema.ts";

const selectSettings = keepQuery(["platform", "workspace"], (db, { platform, workspace }) =>
  db
    .selectFrom("workspaces")
    .selectAll()
    .where(({ and }) => and({ platform: platform as Platform, workspace })),
);

/** What admins set; empty for a workspace where nobody set anything. */
export async function readSettings(db: Kysely<Schema>, workspace: Workspace): Promise<WorkspaceSettings> {
  const [row] = await selectSettings(db, workspace);
  return row ? settingsOf(row) : {};
}

/** Changes what is named in `change` and leaves the rest. `now` is epoch milliseconds. */
export async function writeSettings(
  db: Kysely<Schema>,
  { platform, workspace }: Workspace,
  change: SettingsChange,
  now: number,
): Promise<void> {
  const columns = { ...columnsOf(change), updated_at: now };
  const unset = {
    language: null,
    region: null,
    privacy_contact: null,
    handoff_place: null,
    handoff_place_kind: null,
    updates_place: null,
    updates_place_kind: null,
  };
  await db
    .insertInto("workspaces")
    .values({ platform, workspace, ...unset, ...columns })
    .onConflict((conflict) => conflict.columns(["platform", "workspace"]).doUpdateSet(columns))
    .execute();
}

/** The workspaces of a platform that are told of changes, with what is set for them. */
export async function readSubscribers(
  db: Kysely<Schema>,
  platform: Platform,
): Promise<{ workspace: string; settings: WorkspaceSettings }[]> {
  const rows = await db
    .selectFrom("workspaces")
    .selectAll()
    .where("platform", "=", platform)
    .where("updates_place", "is not", null)
    .orderBy("workspace")
    .execute();
  return rows.map((row) => ({ workspace: row.workspace, settings: settingsOf(row) }));
}

const selectNote = keepQuery(["platform", "workspace", "topic"], (db, { platform, workspace, topic }) =>
  db
    .selectFrom("workspace_notes")
    .select("note")
    .where(({ and }) => and({ platform: platform as Platform, workspace, topic })),
);

/** The company's own note on a topic. */
export async function readNote(db: Kysely<Schema>, { platform, workspace }: Workspace, topic: string): Promise<string | undefined> {
  const [row] = await selectNote(db, { platform, workspace, topic });
  return row?.note;
}

/** The ids of the topics on which a workspace has notes. */
export async function readNotedTopics(db: Kysely<Schema>, { platform, workspace }: Workspace): Promise<string[]> {
  const rows = await db
    .selectFrom("workspace_notes")
    .select("topic")
    .where(({ and }) => and({ platform, workspace }))
    .orderBy("topic")
    .execute();
  return rows.map(({ topic }) => topic);
}

/** Saves a note, or removes it. Text is stored well-formed: SQLite would replace a lone surrogate without a word. */
export async function writeNote(
  db: Kysely<Schema>,
  { platform, workspace }: Workspace,
  topic: string,
  note: string | undefined,
  now: number,
): Promise<void> {
  if (note === undefined) {
    await db
      .deleteFrom("workspace_notes")
      .where(({ and }) => and({ platform, workspace }))
      .where("topic", "=", topic)
      .execute();
    return;
  }
  const columns = { note: note.toWellFormed(), updated_at: now };
  await db
    .insertInto("workspace_notes")
    .values({ platform, workspace, topic, ...columns })
    .onConflict((conflict) => conflict.columns(["platform", "workspace", "topic"]).doUpdateSet(columns))
    .execute();
}

/** Whether an admin named the person in the workspace. */
export async function isManager(db: Kysely<Schema>, { workspace }: Workspace, identity: Identity): Promise<boolean> {
  return (await readManaged(db, identity)).includes(workspace);
}

/** The workspaces in which a person was named. */
export async function readManaged(db: Kysely<Schema>, { platform, tenant, person }: Identity): Promise<string[]> {
  const rows = await db
    .selectFrom("workspace_managers")
    .select("workspace")
    .where(({ and }) => and({ platform, tenant, person }))
    .orderBy("workspace")
    .execute();
  return rows.map(({ workspace }) => workspace);
}

/** The ids of the people named in a workspace, those named first at the beginning. */
export async function readManagers(db: Kysely<Schema>, { platform, workspace }: Workspace): Promise<string[]> {
  const rows = await db
    .selectFrom("workspace_managers")
    .select("person")
    .where(({ and }) => and({ platform, workspace }))
    .orderBy("named_at")
    .orderBy("person")
    .execute();
  return rows.map(({ person }) => person);
}

/** Names a person; naming somebody twice changes nothing. */
export async function addManager(db: Kysely<Schema>, { workspace }: Workspace, identity: Identity, now: number): Promise<void> {
  const { platform, tenant, person } = identity;
  await db
    .insertInto("workspace_managers")
    .values({ platform, tenant, person, workspace, named_at: now })
    .onConflict((conflict) => conflict.columns(["platform", "tenant", "person", "workspace"]).doNothing())
    .execute();
}

/** Takes a person off again. */
export async function removeManager(db: Kysely<Schema>, { workspace }: Workspace, { platform, tenant, person }: Identity): Promise<void> {
  await db
    .deleteFrom("workspace_managers")
    .where(({ and }) => and({ platform, tenant, person }))
    .where("workspace", "=", workspace)
    .execute();
}

function settingsOf(row: Selectable<WorkspacesTable>): WorkspaceSettings {
  const handoffPlace = placeOf(row.handoff_place, row.handoff_place_kind);
  const updatesPlace = placeOf(row.updates_place, row.updates_place_kind);
  return {
    ...(row.language && isLanguage(row.language) ? { language: row.language } : {}),
    ...(row.region && isRegion(row.region) ? { region: row.region } : {}),
    ...(row.privacy_contact ? { privacyContact: row.privacy_contact } : {}),
    ...(handoffPlace ? { handoffPlace } : {}),
    ...(updatesPlace ? { updatesPlace } : {}),
  };
}

function columnsOf({ language, region, privacyContact, handoffPlace, updatesPlace }: SettingsChange) {
  return {
    ...(language === undefined ? {} : { language }),
    ...(region === undefined ? {} : { region }),
    ...(privacyContact === undefined ? {} : { privacy_contact: privacyContact?.toWellFormed() ?? null }),
    ...(handoffPlace === undefined ? {} : { handoff_place: handoffPlace?.id ?? null, handoff_place_kind: handoffPlace?.kind ?? null }),
    ...(updatesPlace === undefined ? {} : { updates_place: updatesPlace?.id ?? null, updates_place_kind: updatesPlace?.kind ?? null }),
  };
}

function placeOf(id: string | null, kind: string | null): Place | undefined {
  return id === null ? undefined : { id, kind: kind as Place["kind"] };
}
