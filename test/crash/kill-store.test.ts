import { describe, expect, it } from "vitest";
import { DIALECTS } from "../store/dialects.ts";
import { killStore } from "./kill-store.ts";

/** The short form of `node test/crash/kill-store.ts`, whose figures stand in docs/reliability.md. */
describe.each(DIALECTS)("killing the bot with $name under it", ({ create }) => {
  it("loses no step that was answered", { timeout: 60_000 }, async () => {
    const database = await create();
    const { acknowledged, lost } = await killStore(database.address, 2);
    expect(lost).toEqual([]);
    expect(acknowledged).toBeGreaterThan(10);
    await database.remove();
  });
});
