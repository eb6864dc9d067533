import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../src/core/languages.ts";
import { converse, realKnowledge, wordsOf } from "../conversation.ts";

const press = (verb: string, about: object = {}) =>
  ({
    id: verb,
    identity: { platform: "slack", tenant: "T1", person: "ann" },
    workspace: "T1",
    place: { id: "D1", kind: "dm" },
    isAdmin: false,
    audience: "person",
    input: { kind: "press", action: { command: "menu", verb }, private: true },
    ...about,
  }) as const;

describe("the greeting", () => {
  it.each(LANGUAGES)("suggests in %s questions that the bot answers", async (language) => {
    const ann = await converse(":memory:");
    const outcome = await ann.dispatch(press("welcome", { locale: language }));
    expect(outcome?.language).toBe(language);
    expect(outcome?.suggestions).toHaveLength(4);
    for (const question of outcome?.suggestions ?? []) {
      const { kind, topics } = realKnowledge().match(question);
      const titles = topics.map(({ topic }) => realKnowledge().topic(topic, language)?.title);
      expect({ kind, first: titles[0] }, question).toEqual({ kind: "answer", first: question });
    }
    await ann.close();
  });
});

describe("the overview of one's own", () => {
  it("shows where the person stands, and to those who may manage the bot its settings", async () => {
    const ann = await converse(":memory:");
    await ann.say("optout");
    const labels = async (about?: object) => {
      const outcome = await ann.dispatch(press("home", { id: JSON.stringify(about ?? "plain"), ...about }));
      expect(wordsOf(outcome?.reply ?? { blocks: [], audience: "person", replaces: false })).toContain("Step 1 of");
      return outcome?.reply.blocks.flatMap((block) => (block.type === "buttons" ? block.buttons.map(({ label }) => label) : []));
    };
    const all = ["Opt out step by step", "Ask a question", "Facebook & Instagram", "Remind me", "More"];
    expect(await labels()).toEqual(all);
    expect(await labels({ isAdmin: true })).toEqual([...all, "Workspace settings"]);
    await ann.close();
  });
});
