import { describe, expect, it } from "vitest";
import { converse, wordsOf } from "../conversation.ts";

const QUESTION = "since when does linkedin use our data to train its ai?";

describe("an answer that only its asker saw", () => {
  it("is shared as it is for everybody, without what is known about the asker", async () => {
    const ann = await converse(":memory:");
    await ann.say("region uk");
    await ann.say(QUESTION);
    expect(ann.text()).not.toContain("Hong Kong:");
    await ann.press("Share in channel");
    expect(ann.text()).toContain("Shared in this channel");
    const [shared] = ann.posts;
    expect(shared?.to).toEqual({ platform: "slack", workspace: "T1", place: { id: "C1", kind: "channel" } });
    expect(shared?.reply.audience).toBe("place");
    expect(wordsOf(shared?.reply ?? { blocks: [], audience: "place", replaces: false })).toMatch(/Hong Kong:[\s\S]*checked 22 Aug 2026/);
    expect(shared?.reply.blocks.some(({ type }) => type === "buttons")).toBe(false);
    await ann.close();
  });

  it("is shared in the language in which it was read, with the workspace's region and the company's note", async () => {
    const ann = await converse(":memory:");
    await ann.store.saveSettings({ platform: "slack", workspace: "T1" }, { region: "uk" }, 1);
    await ann.say("est-ce que linkedin lit mes messages privés ?");
    await ann.store.saveNote({ platform: "slack", workspace: "T1" }, "private-messages", "Ask legal.", 1);
    await ann.press("Partager dans le canal");
    const words = wordsOf(ann.posts[0]?.reply ?? { blocks: [], audience: "place", replaces: false });
    expect(words).toContain("22 août 2026");
    expect(words).toContain("Ask legal.");
    await ann.close();
  });

  it("is shared once, however often the button is pressed within the minute", async () => {
    const ann = await converse(":memory:");
    await ann.say(QUESTION);
    const subject = "start-date/en";
    const press = { kind: "press", action: { command: "ask", verb: "share", subject }, private: true } as const;
    const replies = await Promise.all([ann.send(press), ann.send(press), ann.send(press)]);
    expect(replies.filter(Boolean)).toHaveLength(1);
    expect(ann.posts).toHaveLength(1);
    ann.clock.now += 60_000;
    await ann.send(press);
    expect(ann.posts).toHaveLength(2);
    await ann.close();
  });

  it("is not shared where the bot cannot write, and the asker is told", async () => {
    const ann = await converse(":memory:");
    await ann.say(QUESTION);
    ann.deliver.answer = () => ({ ok: false, failure: "not-permitted", reason: "not_in_channel" });
    await ann.press("Share in channel");
    expect(ann.text()).toContain("Invite me");
    await ann.close();
  });

  it("is not shared for somebody who may not write there themself", async () => {
    const ann = await converse(":memory:");
    await ann.say(QUESTION);
    await ann.press("Share in channel", { mayWrite: false });
    expect(ann.posts).toEqual([]);
    expect(ann.text()).toContain("You may not write in this channel");
    await ann.close();
  });

  it("can be shared only where there are others", async () => {
    const ann = await converse(":memory:");
    await ann.say(QUESTION, { place: { id: "D1", kind: "dm" } });
    expect(ann.labels()).not.toContain("Share in channel");
    await ann.say(QUESTION, { audience: "place" });
    expect(ann.labels()).not.toContain("Share in channel");
    await ann.close();
  });
});
