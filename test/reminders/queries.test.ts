import { type CompiledQuery, Kysely } from "kysely";
import { expect, it } from "vitest";
import { openDatabase } from "../../src/store/database.ts";
import { createDeliveryStore } from "../../src/store/deliveries.ts";
import { openNodeSqlite } from "../../src/store/node-sqlite.ts";
import { openStore } from "../../src/store/open.ts";
import type { Schema } from "../../src/store/schema.ts";
import { createSqliteDialect } from "../../src/store/sqlite-dialect.ts";
import { runOn } from "../postgres.ts";
import { newFile, newServerDatabase } from "./databases.ts";

/** Does what every tick does, and gives back the queries that it asked. */
async function queriesOfTick(kind: "sqlite" | "postgres", address: string): Promise<CompiledQuery[]> {
  const asked: CompiledQuery[] = [];
  const log = ({ query }: { query: CompiledQuery }): void => void asked.push(query);
  const opened = kind === "postgres" ? await openDatabase(address) : undefined;
  const db = opened
    ? new Kysely<Schema>({ dialect: await postgresDialect(address), log })
    : new Kysely<Schema>({ dialect: createSqliteDialect(openNodeSqlite(address)), log });
  const deliveries = createDeliveryStore({ kind, db, name: "test" });
  await deliveries.claimDue(1, 50, () => ({ skipped: [] }));
  await deliveries.ready(1, ["slack", "discord"], 8);
  await deliveries.nextDueAt(["slack", "discord"]);
  await db.destroy();
  await opened?.db.destroy();
  return asked.filter(({ sql }) => sql.startsWith("select"));
}

async function postgresDialect(address: string) {
  const { createPostgresDialect } = await import("../../src/store/postgres.ts");
  return createPostgresDialect(address, { statementTimeoutMs: 10_000, onIdleError: () => {} });
}

it("SQLite finds what is due by an index, whatever the number of reminders", async () => {
  const file = await newFile();
  await (await openStore(file, 0)).close();
  const queries = await queriesOfTick("sqlite", file);
  expect(queries).toHaveLength(4);
  const database = openNodeSqlite(file);
  const plans = queries.map(
    ({ sql, parameters }) => database.prepare(`explain query plan ${sql}`).all([...parameters]) as { detail: string }[],
  );
  database.close();
  for (const plan of plans)
    expect(plan.map(({ detail }) => detail).join("\n")).toMatch(/USING (COVERING )?INDEX (reminders_due|deliveries_open)/);
});

it("PostgreSQL finds what is due by an index, whatever the number of reminders", async () => {
  const address = await newServerDatabase();
  await (await openStore(address, 0)).close();
  const columns = "platform, tenant, person, workspace, kind, language, starts, time_zone, posts, created_at, updated_at, version";
  await runOn(
    address,
    `insert into reminders (id, status, next_at, ${columns})
     select n::text, case when n % 2 = 0 then 'on' else 'ended' end, n, 's', 't', 'p', 'w', 'k', 'en', 's', 'z', 0, 0, 0, 1
     from generate_series(1000, 21000) n`,
  );
  await runOn(
    address,
    `insert into deliveries (id, reminder, platform, kind, occurrence_at, state, attempts, failures, next_attempt_at, updated_at)
     select id, id, 'slack', 'occurrence', 0, case when posts = 0 and next_at % 100 = 0 then 'pending' else 'sent' end, 0, 0, next_at, 0
     from reminders`,
  );
  await runOn(address, "analyze");
  for (const { sql, parameters } of await queriesOfTick("postgres", address)) {
    const filled = sql.replace(/\$(\d+)/g, (_, n: string) => {
      const value = parameters[Number(n) - 1];
      return typeof value === "number" ? String(value) : `'${value}'`;
    });
    const { rows } = await runOn(address, `explain ${filled}`);
    expect(rows.map((row) => Object.values(row as object)[0]).join("\n")).toMatch(/reminders_due|deliveries_open/);
  }
});
