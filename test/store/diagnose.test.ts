import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openDatabase } from "../../src/store/database.ts";
import { diagnoseStore } from "../../src/store/diagnose.ts";
import { openStore } from "../../src/store/open.ts";
import { runOn } from "../postgres.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { DIALECTS } from "./dialects.ts";

const SCHEMA = "database, migrations";

describe.each(DIALECTS)("a look at $name", ({ name, create }) => {
  it("tells an empty database from one that is up to date and one of a newer version", async () => {
    const { address, remove } = await create();
    onTestFinished(remove);
    const [database, migrations] = await diagnoseStore(address);
    if (name === "SQLite") {
      expect([database?.note, migrations]).toEqual(["the first start will make it", undefined]);
      expect(existsSync(path.dirname(address))).toBe(false);
    } else {
      expect(migrations).toEqual({ what: SCHEMA, problem: expect.stringMatching(/^0001-.* missing: npm run release/) });
    }
    const store = await openStore(address, Date.now());
    onTestFinished(() => store.close());
    expect(await diagnoseStore(address)).toEqual([{ what: database?.what }, { what: SCHEMA }]);
    const { db } = await openDatabase(address);
    await db
      .deleteFrom("kysely_migration" as never)
      .where("name" as never, "like", "0004%" as never)
      .execute();
    expect((await diagnoseStore(address))[1]?.problem).toMatch(/^0004-installations missing/);
    await db
      .insertInto("kysely_migration" as never)
      .values({ name: "9999-later", timestamp: "2030-01-01" } as never)
      .execute();
    await db.destroy();
    expect((await diagnoseStore(address))[1]?.problem).toMatch(/^it is of a newer version \(9999-later\)/);
  });
});

describe("a look at a database that is out of reach", () => {
  it("says so of a server that is down, without the password", async () => {
    const findings = await diagnoseStore("postgres://bot:secret-word@127.0.0.1:1/bot");
    expect(findings).toEqual([
      { what: "database postgres://127.0.0.1:1/bot", problem: "no server answers there: start it, or correct DATABASE_URL" },
      { what: SCHEMA, skipped: "the database must be within reach first" },
    ]);
  });

  it("says so of a file that is no database", async () => {
    using folder = temporaryFolder();
    const file = path.join(folder.path, "bot.sqlite");
    writeFileSync(file, "this is no database at all, whatever its name says".repeat(40));
    expect((await diagnoseStore(file))[0]?.problem).toMatch(/not a database/);
  });

  it("finds a user who may not create the queue's schema", async () => {
    const [, server] = DIALECTS;
    if (!server) throw new Error("no server");
    const { address, remove } = await server.create();
    onTestFinished(remove);
    const user = `limited_${process.pid}`;
    const database = new URL(address).pathname.slice(1);
    await runOn(address, `create role ${user} login password 'x'`);
    onTestFinished(async () => void (await runOn(address, `drop owned by ${user}; drop role ${user}`)));
    await runOn(address, `grant all on schema public to ${user}; revoke create on database ${database} from ${user}`);
    const limited = new URL(address);
    limited.username = user;
    limited.password = "x";
    expect((await diagnoseStore(limited.href))[0]?.problem).toMatch(/may not create the schema pgboss/);
  });
});
