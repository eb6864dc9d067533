import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { KnowledgeError } from "../../src/core/errors.ts";
import { loadKnowledge } from "../../src/knowledge/load.ts";
import { KNOWLEDGE_DIR } from "../../src/knowledge/open-knowledge.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** Translations and the long question lists make a load slow and are not needed to break things. */
const needed = (file: string) => !/\/(fr|de|es|it|nl|pt|pl)\.yaml$/.test(file);

/** A copy of the real knowledge in English, to break things in. */
function copyOfKnowledge() {
  const folder = temporaryFolder();
  for (const part of ["sources.yaml", "labels.yaml", "lexicon.yaml", "topics", "walkthroughs", "interface"]) {
    cpSync(path.join(KNOWLEDGE_DIR, part), path.join(folder.path, part), { recursive: true, filter: needed });
  }
  const file = (name: string) => path.join(folder.path, name);
  return {
    root: folder.path,
    /** Replaces text in a file; throws when it is not there, so that a test cannot pass by accident. */
    change(name: string, from: string | RegExp, to: string) {
      const before = readFileSync(file(name), "utf8");
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${name} has no ${from}`);
      writeFileSync(file(name), after);
    },
    write(name: string, text: string) {
      mkdirSync(path.dirname(file(name)), { recursive: true });
      writeFileSync(file(name), text);
    },
    remove: (name: string) => rmSync(file(name), { recursive: true }),
    problems(): readonly string[] {
      try {
        loadKnowledge(folder.path);
        return [];
      } catch (error) {
        if (error instanceof KnowledgeError) return error.problems;
        throw error;
      }
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

const topic = "topics/private-messages/topic.yaml";
const english = "topics/private-messages/en.yaml";

describe("knowledge files", () => {
  it("load without a problem as they are", () => {
    using copy = copyOfKnowledge();
    expect(copy.problems()).toEqual([]);
  });

  it.each([
    [
      "a misspelt key",
      topic,
      "related:",
      "relatd:",
      /^knowledge\/topics\/private-messages\/topic\.yaml:\d+:\d+ relatd: is not a key that belongs here/,
    ],
    ["an unknown group", topic, "group: data", "group: stuff", /topic\.yaml:\d+:\d+ group: Invalid option/],
    [
      "a related topic that does not exist",
      topic,
      "related: [inmail",
      "related: [in-mail",
      /topic\.yaml:\d+:\d+ no topic is called in-mail: see the folders/,
    ],
    [
      "a source that does not exist",
      topic,
      "sources: [help-nov-2025",
      "sources: [help-nov-2525",
      /topic\.yaml:10:15 no source is called help-nov-2525/,
    ],
    [
      "a statement without a source",
      topic,
      "sources: [eu-notice]",
      "sources: []",
      /topic\.yaml:\d+:\d+ statements\.\d\.sources: names no source/,
    ],
    [
      "a walkthrough that does not exist",
      topic,
      "walkthrough: linkedin",
      "walkthrough: linkdin",
      /topic\.yaml:\d+:14 no walkthrough is called linkdin/,
    ],
    ["a text for no statement", english, "  not-used:", "  not-usd:", /en\.yaml:\d+:\d+ topic\.yaml has no statement not-usd/],
    [
      "a statement without a text",
      english,
      "  not-used:",
      "  not-usd:",
      /en\.yaml:\d+:\d+ the statement not-used has no text here: add it/,
    ],
    ["a title that is too long for a button", english, /title: .*/, `title: ${"x".repeat(76)}`, /en\.yaml:1:8 title: must be at most 75/],
    ["a colon that YAML misreads", english, /title: .*/, "title: Note: this", /en\.yaml:1:\d+ .*must stand in quotes/],
    [
      "an address that is none",
      "sources.yaml",
      "url: https://",
      "url: htps://",
      /sources\.yaml:\d+:\d+ eu-notice\.url: must be a full https:\/\/ address/,
    ],
    [
      "a date that is none",
      "sources.yaml",
      "checked: 2026-08-22",
      "checked: 22 August",
      /sources\.yaml:\d+:\d+ eu-notice\.checked: must be a date like/,
    ],
    [
      "an interface text with a value too many",
      "interface/en.yaml",
      'set: "Your region is now: {name}."',
      'set: "Your region is now: {nam."',
      /interface\/en\.yaml:\d+:\d+ region\.set is not a valid message/,
    ],
    [
      "a step that leads nowhere",
      "walkthroughs/linkedin/walkthrough.yaml",
      "next: web-find",
      "next: web-fnd",
      /walkthrough\.yaml:\d+:\d+ no step is called web-fnd/,
    ],
    [
      "a step that nothing leads to",
      "walkthroughs/linkedin/walkthrough.yaml",
      "web: web-open, ios",
      "web: ios-open, ios",
      /walkthrough\.yaml:\d+:\d+ no step leads to web-open/,
    ],
    [
      "a way that never ends",
      "walkthroughs/linkedin/walkthrough.yaml",
      '"off": done',
      '"off": web-switch',
      /walkthrough\.yaml:\d+:\d+ .* never comes to an end/,
    ],
    [
      "a choice without a label",
      "walkthroughs/linkedin/en.yaml",
      "android: Android",
      "androd: Android",
      /en\.yaml:\d+:\d+ the choice android has no label here/,
    ],
  ])("refuse %s, with the place and what to do", (_what, file, from, to, message) => {
    using copy = copyOfKnowledge();
    copy.change(file, from, to);
    expect(copy.problems()).toEqual(expect.arrayContaining([expect.stringMatching(message)]));
  });

  it("report every problem of every file at once", () => {
    using copy = copyOfKnowledge();
    copy.change(topic, "group: data", "group: stuff");
    copy.change(english, /title: .*/, "title: ''");
    copy.change("sources.yaml", "kind: official", "kind: rumour");
    const problems = copy.problems();
    expect(problems).toHaveLength(3);
    expect(problems.every((problem) => /^knowledge\/\S+:\d+:\d+ /.test(problem))).toBe(true);
  });

  it("refuse a topic without English, and a folder without its topic.yaml", () => {
    using copy = copyOfKnowledge();
    copy.remove(english);
    expect(copy.problems()).toEqual([
      expect.stringContaining("the English text is missing: add knowledge/topics/private-messages/en.yaml"),
    ]);
    copy.write("topics/new-topic/en.yaml", "title: New");
    expect(copy.problems()).toEqual([expect.stringContaining("knowledge/topics/new-topic/topic.yaml:1:1 is missing")]);
  });

  it("refuse a translation whose interface text lacks a value", () => {
    using copy = copyOfKnowledge();
    copy.write(
      "interface/fr.yaml",
      readFileSync(path.join(KNOWLEDGE_DIR, "interface/en.yaml"), "utf8").replace("Step {current} of {total}", "Step {current}"),
    );
    expect(copy.problems()).toEqual([expect.stringMatching(/^knowledge\/interface\/fr\.yaml:\d+:\d+ optout\.step lacks \{total\}/)]);
  });

  it("refuse an interface text that chooses its words for a platform that there is none of", () => {
    using copy = copyOfKnowledge();
    const text = readFileSync(path.join(KNOWLEDGE_DIR, "interface/de.yaml"), "utf8");
    copy.write("interface/de.yaml", text.replace("select, discord {Server einrichten}", "select, discrod {Server einrichten}"));
    expect(copy.problems()).toEqual([expect.stringMatching(/^knowledge\/interface\/de\.yaml:\d+:\d+ menu\.more-setup .*"discrod"/)]);
  });
});
