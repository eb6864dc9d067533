import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Platform } from "../../src/core/request.ts";
import { keepQuery } from "../../src/store/kept-query.ts";
import { type OpenStore, openStore } from "../../src/store/open.ts";

const selectNote = keepQuery(["topic", "workspace", "platform"], (db, { platform, workspace, topic }) =>
  db
    .selectFrom("workspace_notes")
    .select("note")
    .where(({ and }) => and({ platform: platform as Platform, workspace, topic })),
);

describe("a kept query", () => {
  let store: OpenStore;

  beforeEach(async () => {
    store = await openStore(":memory:", 0);
  });

  afterEach(() => store.close());

  it("gives each value to its own parameter, whatever order they are named in, and anew each time", async () => {
    await store.saveNote({ platform: "slack", workspace: "T1" }, "one", "first", 1);
    await store.saveNote({ platform: "slack", workspace: "T2" }, "one", "second", 1);
    const { db } = store.database;
    expect(await selectNote(db, { platform: "slack", workspace: "T1", topic: "one" })).toEqual([{ note: "first" }]);
    expect(await selectNote(db, { platform: "slack", workspace: "T2", topic: "one" })).toEqual([{ note: "second" }]);
    expect(await selectNote(db, { platform: "discord", workspace: "T2", topic: "one" })).toEqual([]);
  });

  it("runs on the database that it is given", async () => {
    const other = await openStore(":memory:", 0);
    await store.saveNote({ platform: "slack", workspace: "T1" }, "one", "first", 1);
    const values = { platform: "slack", workspace: "T1", topic: "one" };
    expect(await selectNote(store.database.db, values)).toHaveLength(1);
    expect(await selectNote(other.database.db, values)).toEqual([]);
    await other.close();
  });

  it("refuses a value that the query does not hand on as it is", async () => {
    const changed = keepQuery(["topic"], (db, { topic }) =>
      db.selectFrom("workspace_notes").select("note").where("topic", "=", topic.toUpperCase()),
    );
    await expect(changed(store.database.db, { topic: "one" })).rejects.toThrow("has the parameters TOPIC instead of topic");
    const unused = keepQuery(["topic", "workspace"], (db, { topic }) =>
      db.selectFrom("workspace_notes").select("note").where("topic", "=", topic),
    );
    await expect(unused(store.database.db, { topic: "one", workspace: "T1" })).rejects.toThrow("instead of topic, workspace");
  });
});
