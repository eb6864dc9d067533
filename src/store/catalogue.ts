import { type Kysely, sql } from "kysely";
import type { Database } from "./database.ts";
import type { Schema } from "./schema.ts";

/** A table as the database itself describes it. */
export interface TableShape {
  name: string;
  columns: readonly string[];
  /** The columns of the primary key, in its order. */
  key: readonly string[];
  /** The other tables that its rows refer to. */
  refersTo: readonly string[];
}

interface ColumnRow {
  table: string;
  column: string;
  /** Place in the primary key, from 1; 0 outside of it. */
  key: number;
}

interface ReferenceRow {
  table: string;
  other: string;
}

/**
 * The tables that the bot's migrations made, each after those that it refers to. It is read from the database and not from
 * a list of ours, so that no table is forgotten.
 */
export async function readCatalogue({ db, kind }: Database): Promise<readonly TableShape[]> {
  const { columns, references } = kind === "sqlite" ? await readSqlite(db) : await readPostgres(db);
  const shapes = [...Map.groupBy(columns, (row) => row.table)].map(([name, rows]) => ({
    name,
    columns: rows.map((row) => row.column),
    key: rows
      .filter((row) => row.key > 0)
      .toSorted((a, b) => a.key - b.key)
      .map((row) => row.column),
    refersTo: references.filter((row) => row.table === name && row.other !== name).map((row) => row.other),
  }));
  return parentsFirst(shapes);
}

async function readSqlite(db: Kysely<Schema>) {
  const { rows: columns } = await sql<ColumnRow>`
    select t.name as "table", c.name as "column", c.pk as "key"
    from sqlite_schema t join pragma_table_info(t.name) c
    where t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\' and t.name not like 'kysely\\_%' escape '\\'
    order by t.name, c.cid`.execute(db);
  const { rows: references } = await sql<ReferenceRow>`
    select t.name as "table", f."table" as "other"
    from sqlite_schema t join pragma_foreign_key_list(t.name) f
    where t.type = 'table'`.execute(db);
  return { columns, references };
}

async function readPostgres(db: Kysely<Schema>) {
  const { rows: columns } = await sql<ColumnRow>`
    select t.relname as "table", a.attname as "column",
      coalesce(array_position(string_to_array(i.indkey::text, ' '), a.attnum::text), 0) as "key"
    from pg_class t
      join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
      left join pg_index i on i.indrelid = t.oid and i.indisprimary
    where t.relkind in ('r', 'p') and t.relnamespace = current_schema()::regnamespace
      and t.relname not like 'kysely\\_%'
    order by t.relname, a.attnum`.execute(db);
  const { rows: references } = await sql<ReferenceRow>`
    select t.relname as "table", o.relname as "other"
    from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class o on o.oid = c.confrelid
    where c.contype = 'f' and t.relnamespace = current_schema()::regnamespace`.execute(db);
  return { columns, references };
}

function parentsFirst(shapes: readonly TableShape[]): readonly TableShape[] {
  const sorted: TableShape[] = [];
  const waiting = [...shapes];
  while (waiting.length > 0) {
    const next = waiting.findIndex((shape) => shape.refersTo.every((other) => sorted.some(({ name }) => name === other)));
    if (next < 0) throw new Error(`tables refer to each other in a circle: ${waiting.map(({ name }) => name).join(", ")}`);
    sorted.push(...waiting.splice(next, 1));
  }
  return sorted;
}
