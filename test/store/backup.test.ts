import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { backupFile } from "../../src/store/backup.ts";
import { openStore } from "../../src/store/open.ts";
import { runToEnd } from "../e2e/run-bot.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { fillWithPeople, personOf } from "./sample-data.ts";

let folder: ReturnType<typeof temporaryFolder>;
const at = (name: string): string => path.join(folder.path, name);

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => folder[Symbol.dispose]());

/** A process that writes pairs, each in one transaction, as fast as it can. A copy of one moment never holds half a pair. */
const WRITER = `
  const { DatabaseSync } = require("node:sqlite");
  const database = new DatabaseSync(process.argv[1], { timeout: 10_000 });
  const insert = database.prepare("insert into handled_requests values (?, ?, ?)");
  for (let n = 0; ; n++) {
    database.exec("begin immediate");
    insert.run("pair", n + "-first", n);
    insert.run("pair", n + "-second", n);
    database.exec("commit");
    if (n === 0) process.stdout.write("writing");
  }`;

describe("a backup of the SQLite file", () => {
  it("is of one moment while another process writes all the time", async () => {
    const store = await openStore(at("bot.sqlite"), 0);
    await fillWithPeople(store.database, 500);
    const writer = spawn(process.execPath, ["-e", WRITER, at("bot.sqlite")], { stdio: ["ignore", "pipe", "inherit"] });
    await once(writer.stdout, "data");
    const counts: number[] = [];
    for (const name of ["1.sqlite", "2.sqlite", "3.sqlite"]) {
      backupFile(at("bot.sqlite"), at(name));
      const copy = new DatabaseSync(at(name), { readOnly: true });
      const whole = copy
        .prepare(
          "select count(*) as n from (select claimed_at from handled_requests where platform = 'pair' group by claimed_at having count(*) <> 2)",
        )
        .get();
      const { n } = copy.prepare("select count(*) as n from handled_requests where platform = 'pair'").get() as { n: number };
      expect(whole).toEqual({ n: 0 });
      expect(copy.prepare("select count(*) as n from preferences").get()).toEqual({ n: 500 });
      copy.close();
      counts.push(n);
    }
    writer.kill("SIGKILL");
    await once(writer, "exit");
    await store.close();
    // The writer was not held up: each copy saw more than the one before.
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(new Set(counts).size).toBe(3);
  });

  it("is put back by copying it to the file's place", async () => {
    const data = at("data");
    const file = path.join(data, "bot.sqlite");
    const before = await openStore(file, 0);
    await before.savePreferences(personOf(1), { language: "it" }, 1);
    const { code, stdout } = await runToEnd(["src/cli/backup-store.ts", at("copy.sqlite")], { variables: { DATA_DIR: data } });
    expect(stdout).toMatch(/^copied .*bot\.sqlite to .*copy\.sqlite: \d+ bytes, integrity checked$/m);
    expect(code).toBe(0);
    await before.savePreferences(personOf(1), { language: "fr" }, 2);
    await before.close();
    // As docs/reliability.md says: stop the bot, remove the file and what belongs to it, put the copy in its place.
    for (const ending of ["", "-wal", "-shm"]) rmSync(file + ending, { force: true });
    copyFileSync(at("copy.sqlite"), file);
    const after = await openStore(file, 3);
    expect(await after.preferences(personOf(1))).toEqual({ language: "it" });
    await after.savePreferences(personOf(1), { language: "es" }, 4);
    await after.close();
  });

  it("is for its owner's eyes only and holds nothing of what was deleted", async () => {
    const store = await openStore(at("bot.sqlite"), 0);
    await store.savePreferences({ ...personOf(1), person: "USOMEBODYGONE" }, { language: "it" }, 1);
    await store.database.db.deleteFrom("preferences").execute();
    backupFile(at("bot.sqlite"), at("copy.sqlite"));
    await store.close();
    expect(statSync(at("copy.sqlite")).mode & 0o777).toBe(0o600);
    expect(readFileSync(at("copy.sqlite")).includes("USOMEBODYGONE")).toBe(false);
  });

  it("refuses to overwrite, a source that is missing, and a folder that is none, and leaves nothing half done", async () => {
    await openStore(at("bot.sqlite"), 0).then((store) => store.close());
    writeFileSync(at("mine.sqlite"), "mine");
    expect(() => backupFile(at("bot.sqlite"), at("mine.sqlite"))).toThrow(/mine\.sqlite exists already/);
    expect(readFileSync(at("mine.sqlite"), "utf8")).toBe("mine");
    expect(() => backupFile(at("gone.sqlite"), at("copy.sqlite"))).toThrow(/there is no database/);
    expect(existsSync(at("gone.sqlite"))).toBe(false);
    expect(() => backupFile(at("bot.sqlite"), at("nowhere/copy.sqlite"))).toThrow(/could not be copied/);
    mkdirSync(at("nowhere"));
    backupFile(at("bot.sqlite"), at("nowhere/copy.sqlite"));
    expect(existsSync(at("nowhere/copy.sqlite.unfinished"))).toBe(false);
  });

  it("says for PostgreSQL that it made none, and which command does", async () => {
    const variables = { DATABASE_URL: "postgres://bot:hunter22@db.example/bot" };
    const { code, stdout, stderr } = await runToEnd(["src/cli/backup-store.ts", "copy's.dump"], { variables });
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain(`pg_dump --format=custom --no-owner --file='copy'\\''s.dump' "$DATABASE_URL"`);
    expect(stderr).toContain("No copy was made: postgres://db.example/bot");
    expect(stderr).not.toContain("hunter22");
  });
});
