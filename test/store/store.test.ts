import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { inspect } from "node:util";
import { Kysely, SqliteDialect, sql } from "kysely";
import { describe, expect, it } from "vitest";
import { StoreError } from "../../src/core/errors.ts";
import type { Identity } from "../../src/core/request.ts";
import type { Progress } from "../../src/core/walkthrough.ts";
import { openNodeSqlite } from "../../src/store/node-sqlite.ts";
import { openStore } from "../../src/store/open.ts";
import { storeContract } from "../contracts/store.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { DIALECTS, type EmptyDatabase } from "./dialects.ts";
import { fillWithPeople } from "./sample-data.ts";

const progress: Progress = {
  walkthrough: "linkedin",
  step: "device",
  aside: false,
  trail: [],
  chosen: {},
  status: "open",
  startedAt: 0,
  updatedAt: 0,
};

for (const { name, create } of DIALECTS) {
  let database: EmptyDatabase | undefined;
  storeContract({
    name,
    async open(now) {
      database ??= await create();
      return openStore(database.address, now);
    },
    async clean() {
      await database?.remove();
      database = undefined;
    },
  });
}

describe("the SQLite file", () => {
  it("holds nothing of a person any more once they are forgotten, nor do the files beside it", async () => {
    using place = temporaryFolder();
    const store = await openStore(path.join(place.path, "bot.sqlite"), 0);
    const gone: Identity = { platform: "slack", tenant: "T", person: "UGONEFORGOOD" };
    await fillWithPeople(store.database, 100);
    await store.savePreferences(gone, { language: "fr", timeZone: "Europe/Paris" }, 1);
    await store.saveProgress(gone, progress, 0);
    const holds = () => readdirSync(place.path).filter((name) => readFileSync(path.join(place.path, name)).includes(gone.person));
    expect(holds()).not.toEqual([]);
    await store.forget(gone);
    expect(holds()).toEqual([]);
    await store.close();
  });

  it("can be read by the bot's user only, and so can the files beside it", async () => {
    using place = temporaryFolder();
    const store = await openStore(path.join(place.path, "bot.sqlite"), 0);
    await store.saveProgress({ platform: "slack", tenant: "T", person: "U" }, progress, 0);
    const names = readdirSync(place.path);
    expect(names).toContain("bot.sqlite-wal");
    expect(names.filter((name) => (statSync(path.join(place.path, name)).mode & 0o077) !== 0)).toEqual([]);
    await store.close();
  });

  it("is refused with a sentence when it cannot be opened, is no database, or cannot be written", async () => {
    using place = temporaryFolder();
    const occupied = path.join(place.path, "file");
    writeFileSync(occupied, "in the way");
    await expect(openStore(path.join(occupied, "bot.sqlite"), 0)).rejects.toThrow(/cannot be opened.*DATA_DIR/);
    const notes = path.join(place.path, "notes.sqlite");
    writeFileSync(notes, "these are my notes, not a database ".repeat(50));
    await expect(openStore(notes, 0)).rejects.toThrow(StoreError);
    await expect(openStore(notes, 0)).rejects.toThrow(/not a database/);
  });

  it.skipIf(process.getuid?.() === 0)("is refused with a sentence in a folder that is read-only", async () => {
    using place = temporaryFolder();
    mkdirSync(path.join(place.path, "data"));
    chmodSync(path.join(place.path, "data"), 0o500);
    await expect(openStore(path.join(place.path, "data", "bot.sqlite"), 0)).rejects.toThrow(/cannot be opened/);
  });

  it("makes a save that finds the disk full say so, and works again when there is room", async () => {
    using place = temporaryFolder();
    const file = path.join(place.path, "bot.sqlite");
    const store = await openStore(file, 0);
    const identity = { platform: "slack", tenant: "T", person: "U" } as const;
    await store.savePreferences(identity, { language: "fr" }, 1);
    await store.close();
    const database = openNodeSqlite(file);
    const db = new Kysely<{ t: { x: string } }>({ dialect: new SqliteDialect({ database }) });
    await sql`create table t (x text)`.execute(db);
    await sql`pragma max_page_count = 20`.execute(db);
    const fill = () =>
      db.transaction().execute((transaction) =>
        transaction
          .insertInto("t")
          .values({ x: "x".repeat(200_000) })
          .execute(),
      );
    await expect(fill()).rejects.toThrow(/full/);
    await sql`pragma max_page_count = 1000000`.execute(db);
    await expect(fill()).resolves.toBeDefined();
    await db.destroy();
  });
});

describe("the PostgreSQL server", () => {
  it("does not have its errors quote what people keep", async () => {
    const database = await DIALECTS[1]?.create();
    const store = await openStore(database?.address ?? "", 0);
    const wrong = { ...progress, trail: undefined } as unknown as Progress;
    const refused = store.saveProgress({ platform: "slack", tenant: "T", person: "UQUOTED" }, wrong, 0);
    await expect(refused).rejects.toThrow(/violates not-null constraint/);
    const error = await refused.catch((reason: unknown) => reason);
    expect(inspect(error)).not.toContain("UQUOTED");
    await store.close();
    await database?.remove();
  });
});

describe("the node:sqlite shim", () => {
  it("refuses values that node:sqlite would put into the wrong columns", () => {
    using place = temporaryFolder();
    const database = openNodeSqlite(path.join(place.path, "shim.sqlite"));
    database.prepare("create table t (a text, b text)").run([]);
    const insert = database.prepare("insert into t values (?, ?)");
    expect(() => insert.run([new Date(0), "x"])).toThrow(/a Date cannot be stored/);
    expect(() => insert.run([undefined, "x"])).toThrow(/undefined cannot be stored/);
    expect(() => insert.run([{ a: 1 }, "x"])).toThrow(/object cannot be stored/);
    expect(database.prepare("select * from t").all([])).toEqual([]);
    database.close();
  });

  it("waits for another process's transaction instead of failing at once", async () => {
    using place = temporaryFolder();
    const file = path.join(place.path, "busy.sqlite");
    const db = new Kysely<{ t: { n: number } }>({ dialect: new SqliteDialect({ database: openNodeSqlite(file) }) });
    await sql`create table t (n integer)`.execute(db);
    await db.insertInto("t").values({ n: 0 }).execute();
    const writer = new DatabaseSync(file, { timeout: 0 });
    // Inside the transaction the write lock is taken already: a second writer cannot slip in between read and write.
    await db.transaction().execute(async (transaction) => {
      const { n } = await transaction.selectFrom("t").select("n").executeTakeFirstOrThrow();
      expect(() => writer.exec("update t set n = 100")).toThrow(/locked/);
      await transaction
        .updateTable("t")
        .set({ n: n + 1 })
        .execute();
    });
    expect(await db.selectFrom("t").selectAll().execute()).toEqual([{ n: 1 }]);
    writer.close();
    await db.destroy();
  });
});
