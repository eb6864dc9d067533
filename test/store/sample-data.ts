import { randomUUID } from "node:crypto";
import type { Insertable, Kysely } from "kysely";
import { readCatalogue } from "../../src/store/catalogue.ts";
import type { Database } from "../../src/store/database.ts";
import type { DeliveriesTable, PreferencesTable, ProgressTable, RemindersTable, Schema } from "../../src/store/schema.ts";

const LANGUAGES = ["en", "fr", "de", "es", "it", "nl", "pt", "pl"] as const;
const DAY_MS = 24 * 3600_000;
const START = Date.parse("2026-11-01T09:00:00Z");
/** SQLite takes 32,766 values in a statement, and no table has 30 columns. */
const BATCH = 1_000;

/** Puts `people` people into the database, as they might be: some in the middle of a walkthrough, some with reminders. */
export async function fillWithPeople({ db }: Pick<Database, "db">, people: number): Promise<void> {
  for (let first = 0; first < people; first += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, people - first) }, (_, index) => first + index);
    await db.transaction().execute(async (transaction) => {
      await insert(transaction, "preferences", numbers.map(preferencesOf));
      await insert(transaction, "progress", numbers.map(progressOf));
      const reminders = numbers.filter((number) => number % 10 === 0).map(reminderOf);
      await insert(transaction, "reminders", reminders);
      await insert(transaction, "deliveries", reminders.filter(({ posts }) => posts > 0).map(deliveryOf));
      await insert(
        transaction,
        "handled_requests",
        numbers.map((number) => ({ platform: "slack", id: `Ev${number}`, claimed_at: START + number })),
      );
    });
  }
}

/** Puts rows into every table that has none, so that a copy of all tables can be seen to copy those of tomorrow too. */
export async function fillTheRest(database: Database): Promise<void> {
  const shapes = await readCatalogue(database);
  const described = await database.db.introspection.getTables();
  const db = database.db as unknown as Kysely<Record<string, Record<string, unknown>>>;
  for (const { name, key, refersTo } of shapes) {
    if (await db.selectFrom(name).selectAll().limit(1).executeTakeFirst()) continue;
    if (refersTo.length > 0) throw new Error(`give ${name} rows in ${import.meta.filename}: they refer to ${refersTo.join(", ")}`);
    const columns = described.find((table) => table.name === name)?.columns ?? [];
    // SQLite takes a key's column for one that may be empty, unlike PostgreSQL.
    const mayBeEmpty = (column: { name: string; isNullable: boolean }): boolean => column.isNullable && !key.includes(column.name);
    const rows = Array.from({ length: 25 }, (_, row) =>
      Object.fromEntries(columns.map((column) => [column.name, anyValue(column.dataType, mayBeEmpty(column) && row % 3 === 0, row)])),
    );
    await db.insertInto(name).values(rows).execute();
  }
}

function anyValue(type: string, empty: boolean, row: number): string | number | null {
  if (empty) return null;
  if (/bigint|int8/i.test(type)) return START + row;
  if (/int/i.test(type)) return row;
  return `${row} żółć \u{1F512} '"\\ ${randomUUID()}`;
}

async function insert<T extends keyof Schema>(db: Kysely<Schema>, table: T, rows: readonly Insertable<Schema[T]>[]): Promise<void> {
  if (rows.length > 0)
    await db
      .insertInto(table)
      .values(rows as never)
      .execute();
}

/** The key of the person of that number; every third is on Discord. */
export function personOf(number: number) {
  const person = `U${number.toString(36).toUpperCase().padStart(8, "0")}`;
  return number % 3 === 0
    ? ({ platform: "discord", tenant: "discord", person } as const)
    : ({ platform: "slack", tenant: `T${number % 7}`, person } as const);
}

function preferencesOf(number: number): PreferencesTable {
  return {
    ...personOf(number),
    language: LANGUAGES[number % 8] ?? null,
    region: number % 4 === 0 ? null : "eu",
    device: number % 2 === 0 ? "web" : null,
    label_language: null,
    time_zone: "Europe/Warsaw",
    updated_at: START + number,
  };
}

function progressOf(number: number): ProgressTable {
  const done = number % 3 === 1;
  return {
    ...personOf(number),
    walkthrough: "linkedin",
    step: done ? "done" : "device",
    aside: number % 5 === 0 ? 1 : 0,
    trail: JSON.stringify(done ? ["device", "web-open"] : []),
    chosen: JSON.stringify(done ? { device: "web" } : {}),
    status: done ? "done" : "open",
    started_at: START,
    updated_at: START + number,
    done_at: done ? START + number : null,
    version: 1 + (number % 9),
  };
}

function reminderOf(number: number): RemindersTable {
  const { platform, tenant, person } = personOf(number);
  const toChannel = number % 20 === 0;
  return {
    id: randomUUID(),
    platform,
    tenant,
    person,
    workspace: tenant,
    place: toChannel ? `C${number}` : null,
    place_kind: toChannel ? "channel" : null,
    kind: toChannel ? "company-message" : "personal",
    subject: toChannel ? null : "linkedin",
    message: toChannel ? 'Zażółć **gęślą** jaźń \u{1F512}\n- it\'s "quoted" \\ and long '.repeat(3) : null,
    language: LANGUAGES[number % 8] ?? "en",
    region: null,
    starts: "2026-12-01T09:00",
    time_zone: "Europe/Warsaw",
    rule: toChannel ? "FREQ=WEEKLY;BYDAY=MO" : null,
    status: "on",
    pause_reason: null,
    next_at: START + 30 * DAY_MS + number,
    posts: toChannel ? 1 : 0,
    created_at: START,
    updated_at: START + number,
    version: 1,
  };
}

function deliveryOf(reminder: RemindersTable): DeliveriesTable {
  return {
    id: randomUUID(),
    reminder: reminder.id,
    platform: reminder.platform,
    kind: "occurrence",
    occurrence_at: START,
    state: "sent",
    attempts: 1,
    failures: 0,
    first_attempt_at: START + 1,
    attempt_at: START + 1,
    next_attempt_at: null,
    queued_for: null,
    message: "1700000000.000100",
    reason: null,
    updated_at: START + 2,
  };
}
