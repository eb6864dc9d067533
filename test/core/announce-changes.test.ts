import { describe, expect, it } from "vitest";
import { announceChanges } from "../../src/core/announce-changes.ts";
import type { Change, Delivery, Knowledge, Store } from "../../src/core/ports.ts";
import type { Effect } from "../../src/core/reply.ts";
import type { Workspace } from "../../src/core/workspace.ts";
import { openStore } from "../../src/store/open.ts";
import { converse, realKnowledge, wordsOf } from "../conversation.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const team: Workspace = { platform: "slack", workspace: "T1" };
const updatesPlace = { id: "C0UPDATES", kind: "channel" } as const;

/** The knowledge after an upgrade that brought these changes, newest first. */
function upgraded(...ids: string[]): Knowledge {
  const knowledge = realKnowledge();
  const added: Change[] = ids.map((id) => ({ id, date: "2026-11-20", text: `Change ${id}.`, sources: ["eu-notice"], topics: ["minors"] }));
  return { ...knowledge, changes: (language) => [...added, ...knowledge.changes(language)] };
}

/** A workspace that subscribed before the upgrade. */
async function subscribed(file = ":memory:") {
  const ann = await converse(file);
  await ann.say("setup updates <#C0UPDATES>", { isAdmin: true });
  return ann;
}

async function announce(store: Store, knowledge: Knowledge, deliver: (effect: Effect) => Delivery = () => ({ ok: true, message: "1" })) {
  const posts: Effect[] = [];
  const troubles: string[] = [];
  const wait = await announceChanges("slack", {
    knowledge,
    store,
    clock: () => Date.parse("2026-11-25T00:00:00Z"),
    async post(effect) {
      // A real platform takes a moment, in which another process may come.
      await new Promise((resolve) => setImmediate(resolve));
      const delivery = deliver(effect);
      if (delivery.ok) posts.push(effect);
      return delivery;
    },
    onTrouble: (_, change, reason) => troubles.push(`${change} ${reason}`),
  });
  return { posts, troubles, wait };
}

describe("changes of the knowledge", () => {
  it("are not replayed to a workspace that has just subscribed", async () => {
    const ann = await subscribed();
    expect((await announce(ann.store, realKnowledge())).posts).toEqual([]);
    await ann.close();
  });

  it("are announced one by one after an upgrade, the oldest first, with their source, and once", async () => {
    const ann = await subscribed();
    const { posts } = await announce(ann.store, upgraded("new-two", "new-one"));
    expect(posts.map(({ key }) => key)).toEqual(["change:new-one:slack:T1", "change:new-two:slack:T1"]);
    expect(posts[0]?.to).toEqual({ ...team, place: updatesPlace });
    const words = wordsOf(posts[0]?.reply as Effect["reply"]);
    expect(words).toContain("20 Nov 2026: Change new-one.");
    expect(words).toContain("European Regional Privacy Notice");
    for (const block of posts[0]?.reply.blocks ?? []) {
      for (const button of block.type === "buttons" ? block.buttons : []) {
        if ("action" in button) await ann.send({ kind: "press", action: button.action, private: false });
        expect(ann.text(), button.label).toMatch(/Step 1 of 5|under-18s/);
      }
    }
    expect((await announce(ann.store, upgraded("new-two", "new-one"))).posts).toEqual([]);
    expect((await announce(ann.store, upgraded("new-three", "new-two", "new-one"))).posts).toHaveLength(1);
    await ann.close();
  });

  it("are told in the workspace's language", async () => {
    const ann = await subscribed();
    await ann.store.saveSettings(team, { language: "de" }, 1);
    const { posts } = await announce(ann.store, upgraded("new"));
    expect(wordsOf(posts[0]?.reply as Effect["reply"])).toContain("Eine Änderung bei LinkedIn oder Meta");
    await ann.close();
  });

  it("are announced by one of several processes", async () => {
    using folder = temporaryFolder();
    const file = `${folder.path}/bot.sqlite`;
    const ann = await subscribed(file);
    const stores: Store[] = [];
    for (let i = 0; i < 3; i++) stores.push(await openStore(file, 0));
    const all = await Promise.all([ann.store, ...stores].map((store) => announce(store, upgraded("b", "a"))));
    expect(all.flatMap(({ posts }) => posts.map(({ key }) => key)).sort()).toEqual(["change:a:slack:T1", "change:b:slack:T1"]);
    await Promise.all(stores.map((store) => store.close()));
    await ann.close();
  });

  it("wait where the platform asks to, and are not lost", async () => {
    const ann = await subscribed();
    const limited = await announce(ann.store, upgraded("b", "a"), () => ({
      ok: false,
      failure: "held",
      hold: { ms: 7_000, scope: "place" },
      reason: "rate limited",
    }));
    expect(limited).toEqual({ posts: [], troubles: ["a rate limited"], wait: 7_000 });
    expect((await announce(ann.store, upgraded("b", "a"))).posts).toHaveLength(2);
    await ann.close();
  });

  it("are not posted again where it is not known whether they arrived", async () => {
    const ann = await subscribed();
    await announce(ann.store, upgraded("a"), () => ({ ok: false, failure: "unclear", reason: "timeout" }));
    expect((await announce(ann.store, upgraded("a"))).posts).toEqual([]);
    await ann.close();
  });

  it("end where the channel is closed to the bot, until an admin chooses one again", async () => {
    const ann = await subscribed();
    await announce(ann.store, upgraded("a"), () => ({ ok: false, failure: "place-gone", reason: "is_archived" }));
    await ann.say("setup", { isAdmin: true });
    expect(ann.text()).toContain("Channel for policy changes: not set");
    expect((await announce(ann.store, upgraded("a"))).posts).toEqual([]);
    await ann.close();
  });
});
