import type { Kysely } from "kysely";
import type { Hold } from "../core/ports.ts";
import type { Reminder } from "../core/reminder.ts";
import type { Schema } from "./schema.ts";

/** Until when the platform asked to be left alone, as far as a message to there is concerned; 0 when it did not. */
export async function heldUntil(db: Kysely<Schema>, to: Reminder["to"]): Promise<number> {
  const row = await db
    .selectFrom("holds")
    .select(({ fn }) => fn.max("until").as("until"))
    .where("scope", "in", Object.values(scopesOf(to)))
    .executeTakeFirst();
  return Number(row?.until ?? 0);
}

/** Notes that the platform asked to be left alone, for every process to keep to. What is over is forgotten. */
export async function hold(db: Kysely<Schema>, to: Reminder["to"], { ms, scope }: Hold, now: number): Promise<void> {
  await db.deleteFrom("holds").where("until", "<", now).execute();
  const until = now + ms;
  await db
    .insertInto("holds")
    .values({ scope: scopesOf(to)[scope], until })
    .onConflict((conflict) => conflict.column("scope").doUpdateSet({ until }).where("holds.until", "<", until))
    .execute();
}

function scopesOf(to: Reminder["to"]): Record<Hold["scope"], string> {
  const place = "place" in to ? to.place.id : to.person;
  return { platform: to.platform, workspace: `${to.platform}/${to.workspace}`, place: `${to.platform}/${to.workspace}/${place}` };
}
