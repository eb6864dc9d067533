import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { type Conversation, converse } from "../conversation.ts";
import { runToEnd } from "../e2e/run-bot.ts";
import { createDatabase, dropDatabase, runOn } from "../postgres.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { fillWithPeople } from "./sample-data.ts";

const CANNOT_SAVE = "I cannot save right now, so nothing was changed. Please try again in a few minutes.";
const QUESTION = "does linkedin read my private messages?";

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
let ann: Conversation;

beforeEach(async () => {
  folder = temporaryFolder();
  file = path.join(folder.path, "bot.sqlite");
  ann = await converse(file, {}, { busyPatienceMs: 300 });
  await ann.say("optout");
  await ann.press("On a computer");
});

afterEach(async () => {
  await ann.close();
  folder[Symbol.dispose]();
});

/** What the log would say of the store's trouble. */
function troublesOf({ reports }: Conversation): string[] {
  return reports.map(({ event, error }) => `${event}: ${error instanceof Error ? error.message : error}`);
}

describe("the SQLite file", () => {
  it("full disk: says that nothing was saved, keeps what was, answers questions, goes on when there is room", async () => {
    const { db } = ann.store.database;
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
    await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count ?? 0)}`.execute(db);
    // What is left of the last pages is filled up by others.
    await expect(fillWithPeople(ann.store.database, 1_000)).rejects.toThrow(/full/);
    await ann.say("optout linkedin-form");
    for (let press = 0; press < 400 && ann.text() !== CANNOT_SAVE; press++) {
      ann.clock.now += 2_000;
      await ann.store.claimRequest("slack", `filling-${press}-${"x".repeat(200)}`, 0).catch(() => {});
      await ann.say(press % 2 ? "optout facebook" : "optout instagram", {
        identity: { platform: "slack", tenant: "T1", person: `p${press}` },
      });
    }
    expect(ann.text()).toBe(CANNOT_SAVE);
    expect(troublesOf(ann)).toContainEqual(expect.stringMatching(/^store-trouble: the database .*: the disk is full: make room/));
    await ann.say(QUESTION);
    expect(ann.text()).toMatch(/^No\./m);
    await ann.say("status");
    expect(ann.text()).toContain("Step 2 of 5");

    await sql`pragma max_page_count = 1000000`.execute(db);
    await ann.say("optout");
    await ann.press("Done, next");
    expect(ann.text()).toContain("Step 3 of 5");
  });

  it("read-only file: says that nothing was saved, answers questions, goes on when it can be written", async () => {
    const { db } = ann.store.database;
    await sql`pragma query_only = on`.execute(db);
    await ann.press("Done, next");
    expect(ann.text()).toBe(CANNOT_SAVE);
    expect(troublesOf(ann).at(-1)).toMatch(/it is read-only\. Make its folder writable for the user that runs the bot/);
    await ann.say(QUESTION);
    expect(ann.text()).toMatch(/^No\./m);
    await sql`pragma query_only = off`.execute(db);
    await ann.say("optout");
    expect(ann.text()).toContain("Step 2 of 5");
  });

  it("locked for a moment: waits without standing still, and saves", async () => {
    const other = new DatabaseSync(file, { timeout: 5_000 });
    other.exec("begin immediate");
    let longestPause = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longestPause = Math.max(longestPause, performance.now() - last);
      last = performance.now();
    }, 5);
    const pressed = ann.press("Done, next");
    await wait(200);
    other.exec("commit");
    await pressed;
    clearInterval(watch);
    expect(ann.text()).toContain("Step 3 of 5");
    expect(ann.reports).toEqual([]);
    // SQLite's own waiting would be one pause as long as the lock.
    expect(longestPause).toBeLessThan(180);
    other.close();
  });

  it("locked for long: says that nothing was saved, answers questions, goes on when the lock is gone", async () => {
    const other = new DatabaseSync(file, { timeout: 5_000 });
    other.exec("begin immediate");
    await ann.press("Done, next");
    expect(ann.text()).toBe(CANNOT_SAVE);
    expect(troublesOf(ann).at(-1)).toMatch(/another program is writing to it and does not end/);
    await ann.say(QUESTION);
    expect(ann.text()).toMatch(/^No\./m);
    other.exec("rollback");
    other.close();
    await ann.say("optout");
    await ann.press("Done, next");
    expect(ann.text()).toContain("Step 3 of 5");
  });

  it("locked for long: those who come later wait less, until the lock is gone", async () => {
    const patient = await converse(file, { person: "bob" }, { busyPatienceMs: 1_000 });
    const other = new DatabaseSync(file, { timeout: 5_000 });
    other.exec("begin immediate");
    const took = async (): Promise<number> => {
      const from = performance.now();
      await patient.store.claimRequest("slack", "x", 0).catch(() => {});
      return performance.now() - from;
    };
    expect(await took()).toBeGreaterThan(1_000);
    // Reading works all the time and must not be taken for the end of the lock.
    await patient.store.preferences({ platform: "slack", tenant: "T1", person: "bob" });
    expect(await took()).toBeLessThan(900);
    other.exec("rollback");
    await patient.store.claimRequest("slack", "y", 0);
    other.exec("begin immediate");
    expect(await took()).toBeGreaterThan(1_000);
    other.close();
    await patient.close();
  });

  it("damaged while the bot is stopped: says so and what to do, whether the start or a person finds it", async () => {
    await fillWithPeople(ann.store.database, 300);
    const { rows } = await sql<{ rootpage: number }>`select rootpage from sqlite_schema where name = 'progress'`.execute(
      ann.store.database.db,
    );
    const { rows: sizes } = await sql<{ page_size: number }>`pragma page_size`.execute(ann.store.database.db);
    await ann.close();
    const size = sizes[0]?.page_size ?? 0;
    const descriptor = openSync(file, "r+");
    writeSync(descriptor, Buffer.alloc(size, 0xa5), 0, size, ((rows[0]?.rootpage ?? 0) - 1) * size);
    closeSync(descriptor);
    ann = await converse(file);
    await ann.say("status");
    expect(ann.text()).toBe(CANNOT_SAVE);
    expect(troublesOf(ann).at(-1)).toMatch(/the file is damaged: stop the bot and restore a backup \(docs\/reliability\.md\)/);
    await ann.say(QUESTION);
    expect(ann.text()).toMatch(/^No\./m);
    await ann.close();

    writeFileSync(file, Buffer.alloc(4 * size, 0xa5));
    const { code, stderr } = await runToEnd(["src/main.js"], { variables: { DATA_DIR: folder.path } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^the database .*: the file is not a database: name another one, or restore a backup/);
    ann = await converse(path.join(folder.path, "another.sqlite"));
  });
});

describe("PostgreSQL", () => {
  it("refused or unknown at the start: one line that says what to correct, and no password", async () => {
    const url = inject("postgresUrl");
    const wrongPassword = new URL(url);
    wrongPassword.password = "hunter22";
    const noDatabase = new URL(url);
    noDatabase.pathname = "no_such_database";
    for (const [address, reason] of [
      [wrongPassword.href, /the server refuses the user or the password: correct them in DATABASE_URL/],
      [noDatabase.href, /there is no database of that name: create it, or correct DATABASE_URL/],
    ] as const) {
      const { code, stderr } = await runToEnd(["src/main.js"], { variables: { DATABASE_URL: address } });
      expect(code).toBe(1);
      expect(stderr).toMatch(reason);
      expect(stderr.trim().split("\n")).toHaveLength(1);
      expect(stderr).not.toMatch(/hunter22|not-a-secret/);
    }
  });

  it("connection lost within a transaction: the transaction fails, nothing of it stays, the process goes on", async () => {
    const address = await createDatabase(inject("postgresUrl"));
    const bob = await converse(address, { person: "bob" });
    const identity = { platform: "slack", tenant: "T1", person: "bob" } as const;
    await bob.store.savePreferences(identity, { language: "fr" }, 0);
    const { db } = bob.store.database;
    const cut = db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom("preferences").execute();
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
      await runOn(address, `select pg_terminate_backend(${rows[0]?.pid})`);
      await wait(50);
      await transaction.deleteFrom("progress").execute();
    });
    await expect(cut).rejects.toThrow(/connection|terminat/i);
    expect(await bob.store.preferences(identity)).toEqual({ language: "fr" });
    await bob.close();
    await dropDatabase(address);
  });

  it("read-only, as a standby: says that nothing was saved and what to correct, goes on when it can be written", async () => {
    const address = await createDatabase(inject("postgresUrl"));
    const bob = await converse(address, { person: "bob" });
    await bob.say("optout");
    const name = new URL(address).pathname.slice(1);
    const closeOthers = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`;
    await runOn(address, `alter database ${name} set default_transaction_read_only = on`);
    await runOn(address, closeOthers);
    await bob.press("On a computer");
    expect(bob.text()).toBe(CANNOT_SAVE);
    expect(troublesOf(bob).at(-1)).toMatch(/the server is read-only, as a standby is: point DATABASE_URL to the primary/);
    await runOn(inject("postgresUrl"), `alter database ${name} set default_transaction_read_only = off`);
    await runOn(address, closeOthers);
    await wait(50);
    await bob.say("optout");
    await bob.press("On a computer");
    expect(bob.text()).toContain("Step 2 of 5");
    await bob.close();
    await dropDatabase(address);
  });
});
