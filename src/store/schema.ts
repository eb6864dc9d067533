/**
 * The tables. What is not needed to serve a person is not here: no names, no questions, no message texts.
 * Every time is an integer, epoch milliseconds UTC: node:sqlite misreads Date objects, and integers compare alike
 * in SQLite and PostgreSQL.
 */
export interface Schema {
  preferences: PreferencesTable;
  progress: ProgressTable;
  handled_requests: HandledRequestsTable;
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
