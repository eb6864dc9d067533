import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../src/core/languages.ts";
import { REMINDER_KINDS, type Reminder } from "../../src/core/reminder.ts";
import { FACT_TOPICS } from "../../src/core/reminder-facts.ts";
import { HOW_TO_TOPICS, type MessageContext, messageOf, restrictMarkdown } from "../../src/core/reminder-message.ts";
import type { Reply } from "../../src/core/reply.ts";
import { realKnowledge, START, wordsOf } from "../conversation.ts";

const knowledge = realKnowledge();

const reminder: Reminder = {
  id: "00000000-0000-4000-8000-000000000001",
  maker: { platform: "slack", tenant: "T1", person: "U1" },
  to: { platform: "slack", workspace: "T1", place: { id: "C1", kind: "channel" } },
  kind: "announcement",
  language: "en",
  schedule: { start: "2026-12-07T09:00", timeZone: "Europe/Berlin", rule: "FREQ=WEEKLY" },
  status: "on",
  nextAt: START,
  posts: 0,
  createdAt: START,
  updatedAt: START,
};

const message = (about: Partial<Reminder>, more: Partial<MessageContext> = {}): Reply =>
  messageOf({ ...reminder, ...about }, { knowledge, now: START, ...more });
const labels = (reply: Reply): string[] =>
  reply.blocks.flatMap((block) => (block.type === "buttons" ? block.buttons.map(({ label }) => label) : []));

describe("what a reminder says", () => {
  it.each(LANGUAGES.flatMap((language) => REMINDER_KINDS.map((kind) => [kind, language] as const)))("%s in %s", (kind, language) => {
    const reply = message({ kind, language, message: "Bonjour", subject: "linkedin" }, { completed: 22 });
    expect(reply.audience).toBe(kind === "personal" || kind === "recheck" ? "person" : "place");
    expect(wordsOf(reply).length).toBeGreaterThan(kind === "company-message" ? 10 : 40);
    expect(labels(reply)).toContain(knowledge.say(language)("post.ask"));
  });

  it("names its sources wherever it says something about LinkedIn", () => {
    for (const kind of ["announcement", "how-to", "fact-of-the-week", "last-call", "recheck"] as const) {
      expect(message({ kind }).blocks.some(({ type }) => type === "sources")).toBe(true);
    }
  });

  it("tells people of a region what holds there", () => {
    expect(wordsOf(message({ region: "uk" }))).toContain("UK");
    expect(wordsOf(message({ region: "ch" }))).not.toContain("Microsoft");
  });

  it("goes through every fact before one comes again", () => {
    const said = FACT_TOPICS.map((_, posts) => wordsOf(message({ kind: "fact-of-the-week", posts })));
    expect(new Set(said).size).toBe(FACT_TOPICS.length);
    expect(wordsOf(message({ kind: "fact-of-the-week", posts: FACT_TOPICS.length }))).toBe(said[0]);
  });

  it("gives a count of five and none below", () => {
    expect(wordsOf(message({ kind: "last-call" }, { completed: 5 }))).toContain("5 people");
    expect(wordsOf(message({ kind: "last-call" }, { completed: 4 }))).not.toContain("4 people");
    expect(wordsOf(message({ kind: "last-call" }))).not.toContain("people in this workspace");
  });

  it("marks a company's words as the company's, and takes out what disguises them", () => {
    const words = wordsOf(message({ kind: "company-message", message: "**Read** this\u202e\u0007\r\nplease" }));
    expect(words).toContain("A message from your company, not from me.");
    expect(restrictMarkdown("a\u202eb\u200f\u0007\r\nc \ud800 ")).toBe("ab\nc \ufffd");
  });

  it("goes on with a walkthrough, and falls back to LinkedIn's when it is gone", () => {
    expect(wordsOf(message({ kind: "personal", subject: "facebook" }))).toContain("Facebook");
    expect(wordsOf(message({ kind: "personal", subject: "gone" }))).toContain("LinkedIn");
  });
});

it("relies on topics that exist", () => {
  const missing = [...FACT_TOPICS, ...Object.values(HOW_TO_TOPICS)].filter((id) => !knowledge.topicIds.includes(id));
  expect(missing).toEqual([]);
  expect(Object.keys(HOW_TO_TOPICS).sort()).toEqual([...knowledge.walkthroughIds].sort());
  expect(new Set(FACT_TOPICS).size).toBe(FACT_TOPICS.length);
});
