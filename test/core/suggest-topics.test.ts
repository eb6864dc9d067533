import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../src/core/languages.ts";
import { createSuggest, suggestTopics } from "../../src/core/suggest-topics.ts";
import { converse, realKnowledge } from "../conversation.ts";

const knowledge = realKnowledge();
const idsFor = (typed: string, language: "en" | "de" | "pl" = "en") =>
  suggestTopics(typed, language, knowledge, 25).map(({ topic }) => topic);

describe("topics are suggested", () => {
  it("by the beginning of their title, in every language", () => {
    for (const language of LANGUAGES) {
      for (const id of knowledge.topicIds) {
        const title = knowledge.topic(id, language)?.title ?? "";
        expect(idsOf(title.slice(0, Math.ceil(title.length * 0.8)), language)).toContain(id);
      }
    }
  });

  it("by words of the title, half typed and without accents", () => {
    expect(idsFor("priv mess")).toContain("private-messages");
    expect(idsFor("prywatn wiadom", "pl")).toContain("private-messages");
  });

  it("by what is meant, when no title has the words", () => {
    expect(idsFor("can they read what I write in DMs")).toContain("private-messages");
  });

  it("all in the order of their groups, when nothing is typed", () => {
    const groups = suggestTopics("", "en", knowledge, 100).map(({ topic }) => knowledge.topic(topic, "en")?.group ?? "");
    expect(groups).toHaveLength(knowledge.topicIds.length);
    expect([...new Set(groups)]).toEqual(knowledge.groups.filter((group) => groups.includes(group)));
  });

  it("once each, and no more than are wanted", () => {
    const ids = idsFor("linkedin");
    expect(new Set(ids).size).toBe(ids.length);
    expect(suggestTopics("", "en", knowledge, 25)).toHaveLength(25);
  });

  function idsOf(typed: string, language: (typeof LANGUAGES)[number]): string[] {
    return suggestTopics(typed, language, knowledge, 25).map(({ topic }) => topic);
  }
});

describe("suggestions for a person", () => {
  const identity = { platform: "discord", tenant: "discord", person: "ann" } as const;
  const about = { identity, locale: "de", typed: "private-messages", most: 1 };

  it("are in the language they chose, else in their app's", async () => {
    const ann = await converse(":memory:");
    const suggest = createSuggest(knowledge, ann.store);
    expect((await suggest(about))[0]?.title).toBe(knowledge.topic("private-messages", "de")?.title);
    await ann.store.savePreferences(identity, { language: "it" }, 0);
    expect((await suggest(about))[0]?.title).toBe(knowledge.topic("private-messages", "it")?.title);
    await ann.close();
  });

  it("do not wait for a store that is locked, and do without one that fails", async () => {
    const german = knowledge.topic("private-messages", "de")?.title;
    const locked = createSuggest(knowledge, { preferences: () => new Promise(() => {}) });
    const failing = createSuggest(knowledge, { preferences: () => Promise.reject(new Error("down")) });
    const began = performance.now();
    expect((await locked(about))[0]?.title).toBe(german);
    expect(performance.now() - began).toBeLessThan(2_500);
    expect((await failing(about))[0]?.title).toBe(german);
  });

  it("are answered when they are chosen, under whichever command", async () => {
    const ann = await converse(":memory:");
    const title = knowledge.topic("private-messages", "en")?.title ?? "";
    for (const [name, option] of [
      ["ask", "question"],
      ["topics", "word"],
    ] as const) {
      await ann.send({ kind: "command", name, options: { [option]: "private-messages" } });
      expect(ann.text()).toContain(title);
      expect(ann.labels()).toContain("Not what I asked");
    }
    await ann.close();
  });
});
