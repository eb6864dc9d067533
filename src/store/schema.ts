/**
 * The tables. What is not needed to serve a person is not here: no names, no questions, no message texts.
 * Every time is an integer, epoch milliseconds UTC: node:sqlite misreads Date objects, and integers compare alike
 * in SQLite and PostgreSQL.
 */
export interface Schema {
  preferences: PreferencesTable;
  progress: ProgressTable;
  handled_requests: HandledRequestsTable;
  reminders: RemindersTable;
  deliveries: DeliveriesTable;
  workspaces: WorkspacesTable;
  workspace_notes: WorkspaceNotesTable;
  workspace_managers: WorkspaceManagersTable;
  workspace_changes: WorkspaceChangesTable;
  handoffs: HandoffsTable;
  usage: UsageTable;
  installations: InstallationsTable;
  holds: HoldsTable;
}

interface WorkspaceKey {
  platform: string;
  workspace: string;
}

interface PersonKey {
  platform: string;
  tenant: string;
  person: string;
}

/** What a person chose for themself. */
export interface PreferencesTable extends PersonKey {
  language: string | null;
  region: string | null;
  device: string | null;
  label_language: string | null;
  time_zone: string | null;
  updated_at: number;
}

/** How far a person is in a walkthrough. `trail` and `chosen` are JSON. */
export interface ProgressTable extends PersonKey {
  walkthrough: string;
  step: string;
  aside: number;
  trail: string;
  chosen: string;
  status: string;
  started_at: number;
  updated_at: number;
  done_at: number | null;
  /** Counts the saves; a save names the version it read, so that of two at once one wins. */
  version: number;
}

/** Deliveries that were taken up, so that a repeated delivery is not handled again. Old rows are purged. */
export interface HandledRequestsTable {
  platform: string;
  id: string;
  claimed_at: number;
}

/** What is posted when. The key names who made it; `place` is null for the maker's own direct messages. */
export interface RemindersTable extends PersonKey {
  id: string;
  workspace: string;
  place: string | null;
  place_kind: string | null;
  kind: string;
  subject: string | null;
  message: string | null;
  language: string;
  region: string | null;
  /** Local date and time of the first occurrence, ISO 8601 without offset. */
  starts: string;
  time_zone: string;
  rule: string | null;
  status: string;
  pause_reason: string | null;
  next_at: number | null;
  posts: number;
  created_at: number;
  updated_at: number;
  version: number;
}

/**
 * What became of one occurrence of a reminder: at most one row for each, and the row is the claim to post it. A notice to the
 * maker is a delivery too, of another kind.
 */
export interface DeliveriesTable {
  id: string;
  reminder: string;
  platform: string;
  /** `occurrence`, or what a notice is about. */
  kind: string;
  occurrence_at: number;
  /** `pending`, `sending`, `sent`, `failed`, `unknown` or `skipped`. */
  state: string;
  attempts: number;
  /** Attempts that failed; one that the platform held up is not among them. */
  failures: number;
  first_attempt_at: number | null;
  /** When the last attempt began. */
  attempt_at: number | null;
  next_attempt_at: number | null;
  /** The `next_attempt_at` for which a job was sent; null where no queue is used, or none was sent yet. */
  queued_for: number | null;
  /** The platform's id of the posted message. */
  message: string | null;
  reason: string | null;
  updated_at: number;
}

/** What admins set for everybody in a workspace. */
export interface WorkspacesTable extends WorkspaceKey {
  language: string | null;
  region: string | null;
  privacy_contact: string | null;
  handoff_place: string | null;
  handoff_place_kind: string | null;
  updates_place: string | null;
  updates_place_kind: string | null;
  updated_at: number;
}

/** What a company adds to a topic, in its own words. */
export interface WorkspaceNotesTable extends WorkspaceKey {
  topic: string;
  note: string;
  updated_at: number;
}

/** Members whom an admin let manage the bot. */
export interface WorkspaceManagersTable extends PersonKey {
  workspace: string;
  named_at: number;
}

/** Which changes of the knowledge a workspace was told, or knew when it subscribed. */
export interface WorkspaceChangesTable extends WorkspaceKey {
  change: string;
  claimed_at: number;
}

/** Who asked which question in a hand-off place. The question is not here. */
export interface HandoffsTable extends PersonKey {
  id: string;
  workspace: string;
  language: string;
  place: string;
  place_kind: string;
  message: string | null;
  created_at: number;
}

/** How often something happened in a month. No person. */
export interface UsageTable extends WorkspaceKey {
  month: string;
  event: string;
  subject: string;
  count: number;
}

/** What a platform handed over when the bot was installed. The adapter sealed it; here it is a text that says nothing. */
export interface InstallationsTable {
  platform: string;
  workspace: string;
  sealed: string;
  installed_at: number;
}

/** Until when a platform asked not to be called, for a place, a workspace or all of it. */
export interface HoldsTable {
  scope: string;
  until: number;
}
