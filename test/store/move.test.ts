import { existsSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { readCatalogue } from "../../src/store/catalogue.ts";
import { openDatabase } from "../../src/store/database.ts";
import { moveStore } from "../../src/store/move.ts";
import { openStore } from "../../src/store/open.ts";
import { runToEnd } from "../e2e/run-bot.ts";
import { createDatabase, dropDatabase, runOn } from "../postgres.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { fillTheRest, fillWithPeople } from "./sample-data.ts";

let folder: ReturnType<typeof temporaryFolder>;
let server: string;
const file = (name: string): string => path.join(folder.path, name);

beforeEach(async () => {
  folder = temporaryFolder();
  server = await createDatabase(inject("postgresUrl"));
});

afterEach(async () => {
  await dropDatabase(server);
  folder[Symbol.dispose]();
});

async function fill(address: string, people: number): Promise<void> {
  const store = await openStore(address, 0);
  await fillWithPeople(store.database, people);
  await fillTheRest(store.database);
  await store.close();
}

/** Every row of every table that the file itself lists, as text in an order of our own. */
function contentsOf(name: string): Record<string, string[]> {
  const database = new DatabaseSync(file(name), { readOnly: true });
  const tables = database.prepare("select name from sqlite_schema where type = 'table' and name not like 'kysely%'").all();
  const rowsOf = (table: unknown): string[] => {
    const rows = database.prepare(`select * from "${table}"`).all();
    return rows.map((row) => JSON.stringify(row)).toSorted();
  };
  const contents = Object.fromEntries(tables.map(({ name: table }) => [String(table), rowsOf(table)]));
  database.close();
  return contents;
}

describe("moving the store", () => {
  it("takes every row of every table from a file to a server and back, and says how many", async () => {
    await fill(file("from.sqlite"), 2_500);
    const there = await moveStore(file("from.sqlite"), server);
    const back = await moveStore(server, file("back.sqlite"));
    const before = contentsOf("from.sqlite");
    expect(contentsOf("back.sqlite")).toEqual(before);
    const counted = Object.entries(before).map(([table, rows]) => [table, rows.length]);
    for (const moved of [there, back]) {
      expect(moved.map(({ table, rows }) => [table, rows]).toSorted()).toEqual(counted.toSorted());
    }
    expect(Object.values(before).every((rows) => rows.length > 0)).toBe(true);
  });

  it("leaves a store that works", async () => {
    const person = { platform: "slack", tenant: "T", person: "U" } as const;
    const first = await openStore(file("from.sqlite"), 0);
    await first.savePreferences(person, { language: "pl" }, 5);
    await first.close();
    await moveStore(file("from.sqlite"), server);
    const second = await openStore(server, 0);
    expect(await second.preferences(person)).toEqual({ language: "pl" });
    await second.savePreferences(person, { language: "nl" }, 6);
    await second.close();
  });

  it("has the target's own queue call for what is still to be delivered", async () => {
    await fill(file("from.sqlite"), 100);
    const open = new DatabaseSync(file("from.sqlite"));
    open.exec("update deliveries set state = 'pending', next_attempt_at = 5, queued_for = 5");
    open.close();
    await moveStore(file("from.sqlite"), server);
    const { rows } = await runOn(server, "select distinct state, next_attempt_at::int, queued_for::int from deliveries");
    expect(rows).toEqual([{ state: "pending", next_attempt_at: 5, queued_for: 0 }]);
  });

  it("refuses a target that holds anything, and changes nothing there", async () => {
    await fill(file("from.sqlite"), 20);
    await fill(server, 1);
    await expect(moveStore(file("from.sqlite"), server)).rejects.toThrow(/is not empty: it has rows in \w+/);
    expect((await runOn(server, "select * from preferences")).rows).toHaveLength(1);
  });

  it("refuses a source that does not exist instead of making an empty one", async () => {
    await expect(moveStore(file("gone.sqlite"), server)).rejects.toThrow(/there is no database .*gone\.sqlite/);
    expect(existsSync(file("gone.sqlite"))).toBe(false);
    await expect(moveStore(server, server)).rejects.toThrow(/the same database/);
  });

  it("keeps nothing of a copy that differs from its source", async () => {
    await fill(file("from.sqlite"), 20);
    await openStore(server, 0).then((store) => store.close());
    await runOn(
      server,
      `create function spoil() returns trigger language plpgsql as $$ begin new.updated_at := 1; return new; end $$;
       create trigger spoil before insert on progress for each row execute function spoil()`,
    );
    await expect(moveStore(file("from.sqlite"), server)).rejects.toThrow(/the copy of progress differs: 20 rows \(\w{16}\) became 20/);
    expect((await runOn(server, "select * from preferences")).rows).toEqual([]);
  });

  it("is a command that reports each table and shows no password", async () => {
    await fill(file("from.sqlite"), 10);
    const { code, stdout } = await runToEnd(["src/cli/move-store.ts", file("from.sqlite"), server]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^preferences: 10 rows, checksum \w{16} on both sides$/m);
    expect(stdout).toMatch(/^copied \d+ rows of \d+ tables from .*from\.sqlite to postgres:\/\/127\.0\.0\.1/m);
    expect(stdout).not.toContain(new URL(server).password);
    const again = await runToEnd(["src/cli/move-store.ts", file("from.sqlite"), server]);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/is not empty/) });
    expect(await runToEnd(["src/cli/move-store.ts", server])).toMatchObject({ code: 2, stderr: expect.stringMatching(/^Usage:/) });
  });
});

describe("the catalogue", () => {
  it.each(["sqlite", "postgres"] as const)("names the tables of %s with their keys, those that are referred to first", async (kind) => {
    const address = kind === "sqlite" ? file("bot.sqlite") : server;
    await openStore(address, 0).then((store) => store.close());
    const database = await openDatabase(address);
    const catalogue = await readCatalogue(database);
    const names = catalogue.map(({ name }) => name);
    const made = await database.db.introspection.getTables();
    expect(names.toSorted()).toEqual(made.map(({ name }) => name).toSorted());
    expect(names.indexOf("reminders")).toBeLessThan(names.indexOf("deliveries"));
    expect(catalogue.find(({ name }) => name === "progress")).toMatchObject({
      key: ["platform", "tenant", "person", "walkthrough"],
      refersTo: [],
    });
    expect(catalogue.find(({ name }) => name === "deliveries")).toMatchObject({ key: ["id"], refersTo: ["reminders"] });
    await sql`create table later (b text, a integer, primary key (a, b))`.execute(database.db);
    expect(await readCatalogue(database)).toContainEqual({ name: "later", columns: ["b", "a"], key: ["a", "b"], refersTo: [] });
    await database.db.destroy();
  });
});
