import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { KnowledgeError } from "../../src/core/errors.ts";
import { LANGUAGES } from "../../src/core/languages.ts";
import { TIME_SYMBOLS } from "../../src/core/schedule/time-words.ts";
import { type Audit, auditKnowledge, MIN_PHRASINGS } from "../../src/knowledge/audit.ts";
import { changesIn } from "../../src/knowledge/changes.ts";
import { compileKnowledge } from "../../src/knowledge/compile.ts";
import { loadKnowledge } from "../../src/knowledge/load.ts";
import { converse, realKnowledge } from "../conversation.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const NOW = Date.parse("2026-11-24T09:00:00Z");
const PROJECT = path.resolve(import.meta.dirname, "../..");

/** Two topics, one walkthrough and one change with all that belongs to them, in every language. The audit finds nothing. */
function smallFiles(): Record<string, string> {
  const files: Record<string, string> = {
    "sources.yaml": ["notice", "guide"].map((id) => `${id}:\n  publisher: P\n  title: T\n  kind: guide\n  checked: 2026-08-22\n`).join(""),
    "labels.yaml": "sources: [guide]\nlanguages: {}\n",
    "lexicon.yaml": "{}\n",
    "changes.yaml": changeOf("2026-08-21", "reissued"),
    "walkthroughs/way/walkthrough.yaml": "start: done\nsteps:\n  done: { kind: end, sources: [], related: [one] }\n",
  };
  for (const [topic, other] of [
    ["one", "two"],
    ["two", "one"],
  ]) {
    files[`topics/${topic}/topic.yaml`] =
      `about: A\ngroup: basics\nrelated: [${other}]\nstatements:\n  - id: said\n    certainty: stated\n    sources: [notice, guide]\n`;
  }
  for (const language of LANGUAGES) {
    for (const topic of ["one", "two"]) files[`topics/${topic}/${language}.yaml`] = "title: T\nstatements:\n  said: S\n";
    files[`walkthroughs/way/${language}.yaml`] = "title: T\nsteps:\n  done: { text: D }\n";
    files[`interface/${language}.yaml`] = "commands: {}\nchoices: {}\nmessages: {}\n";
    files[`times/${language}.yaml`] =
      `numbers: {}\nordinal-suffixes: []\nwords: { ${TIME_SYMBOLS.map((symbol) => `${symbol}: []`).join(", ")} }\n`;
    files[`background/${language}.yaml`] = "out-of-scope: [lunch today]\nnear-miss: [who founded it]\n";
    files[`phrasings/${language}.yaml`] = ["one", "two"].map((topic) => `${topic}:\n${waysOf(topic, language)}`).join("");
  }
  return files;
}

function waysOf(topic: string, language: string): string {
  return Array.from({ length: MIN_PHRASINGS }, (_, index) => `  - ${topic} ${language} way ${index}\n`).join("");
}

function changeOf(date: string, id: string, languages: readonly string[] = LANGUAGES): string {
  const texts = languages.map((language) => `    ${language}: ${id} in ${language}\n`).join("");
  return `- date: ${date}\n  id: ${id}\n  sources: [notice]\n  topics: [one]\n  text:\n${texts}`;
}

/** Small knowledge on the disk, with some files changed; null takes a file out. */
function smallKnowledge(changes: Record<string, string | null | ((text: string) => string)> = {}) {
  const folder = temporaryFolder();
  const files = smallFiles();
  for (const [name, change] of Object.entries(changes)) {
    const before = files[name];
    if (before === undefined) throw new Error(`no file is called ${name}`);
    const after = typeof change === "function" ? change(before) : change;
    if (after === before) throw new Error(`${name} was not changed`);
    if (after === null) delete files[name];
    else files[name] = after;
  }
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder.path, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return { root: folder.path, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

function audit(changes: Parameters<typeof smallKnowledge>[0] = {}, now = NOW): Audit {
  using small = smallKnowledge(changes);
  return auditKnowledge(loadKnowledge(small.root), now);
}

/** What stops a start. */
function refusals(changes: Parameters<typeof smallKnowledge>[0]): readonly string[] {
  using small = smallKnowledge(changes);
  try {
    loadKnowledge(small.root);
    return [];
  } catch (error) {
    if (error instanceof KnowledgeError) return error.problems;
    throw error;
  }
}

/** Runs the check as `npm run knowledge:check` does. */
function runCheck(...folder: string[]): Promise<{ code: number; lines: string[] }> {
  return new Promise((resolve) => {
    const file = path.join(PROJECT, "src/cli/check-knowledge.ts");
    execFile(process.execPath, [file, ...folder], (error, stdout) => {
      resolve({ code: error ? Number(error.code) : 0, lines: stdout.trimEnd().split("\n") });
    });
  });
}

const swap = (from: string, to: string) => (text: string) => text.replace(from, to);

describe("the audit", () => {
  it("finds nothing where nothing is wrong", () => {
    expect(audit()).toEqual({ errors: [], warnings: [] });
  });

  it.each([
    ["a topic", "topics/one/pl.yaml", 'knowledge/topics/one/topic.yaml:1:1 is missing in "pl": add knowledge/topics/one/pl.yaml'],
    [
      "a walkthrough",
      "walkthroughs/way/fr.yaml",
      'knowledge/walkthroughs/way/walkthrough.yaml:1:1 is missing in "fr": add knowledge/walkthroughs/way/fr.yaml',
    ],
    ["the interface", "interface/de.yaml", 'knowledge/interface/de.yaml:1:1 is missing in "de": add knowledge/interface/de.yaml'],
    ["the phrasings", "phrasings/en.yaml", 'knowledge/phrasings/en.yaml:1:1 is missing in "en": add knowledge/phrasings/en.yaml'],
    ["the words for times", "times/es.yaml", 'knowledge/times/es.yaml:1:1 is missing in "es": add knowledge/times/es.yaml'],
    ["the background", "background/nl.yaml", 'knowledge/background/nl.yaml:1:1 is missing in "nl": add knowledge/background/nl.yaml'],
  ])("finds the missing translation of %s", (_what, file, message) => {
    expect(audit({ [file]: null })).toEqual({ errors: [message], warnings: [] });
  });

  it("finds the missing translation of a change", () => {
    const languages = LANGUAGES.filter((language) => language !== "it");
    expect(audit({ "changes.yaml": changeOf("2026-08-21", "reissued", languages) }).errors).toEqual([
      'knowledge/changes.yaml:6:5 the change reissued has no text in "it": add it as it',
    ]);
  });

  it("finds topics with too few ways of asking, and counts what is missing", () => {
    const { errors } = audit({
      "phrasings/es.yaml": swap("  - two es way 0\n  - two es way 1\n", ""),
      "phrasings/pt.yaml": () => `one:\n${waysOf("one", "pt")}`,
    });
    expect(errors).toEqual([
      "knowledge/phrasings/es.yaml:23:3 two has 18 ways of asking, which is too few: add at least 2 more",
      "knowledge/phrasings/pt.yaml:1:1 two has 0 ways of asking, which is too few: add at least 20 more",
    ]);
  });

  it.each([
    ["within a language, whatever the case, accents and punctuation", "phrasings/en.yaml", "two en way 3", "Óne EN… way 4?", "en.yaml:6:5"],
    ["across languages", "phrasings/fr.yaml", "two fr way 3", "one en way 4", "en.yaml:6:5"],
  ])("finds a way of asking under two topics %s", (_how, file, from, to, first) => {
    expect(audit({ [file]: swap(from, to) }).errors).toEqual([
      `knowledge/${file}:26:5 "${to}" stands under two and under one (knowledge/phrasings/${first}): take it out where it fits less`,
    ]);
  });

  it("finds a way of asking that stands in the background too", () => {
    expect(audit({ "background/de.yaml": swap("who founded it", "One de way 7!") }).errors).toEqual([
      'knowledge/background/de.yaml:2:13 "One de way 7!" stands under the background and under one (knowledge/phrasings/de.yaml:9:5): take it out where it fits less',
    ]);
  });

  it("lets one topic have the same words in two languages", () => {
    expect(audit({ "phrasings/fr.yaml": swap("one fr way 3", "one en way 4") }).errors).toEqual([]);
  });

  it("warns of an old source, and of a statement only when nothing newer carries it", () => {
    const oldNotice = swap("checked: 2026-08-22", "checked: 2026-01-01");
    const stale = "knowledge/sources.yaml:5:12 notice was last checked on 2026-01-01, more than 180 days ago: read it again";
    const change = "knowledge/changes.yaml:3:12 the change reissued rests on old sources only";
    const { errors, warnings } = audit({ "sources.yaml": oldNotice });
    expect(errors).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining(stale), expect.stringContaining(change)]);

    const alone = audit({ "sources.yaml": oldNotice, "topics/two/topic.yaml": swap("[notice, guide]", "[notice]") });
    expect(alone.warnings).toEqual([
      expect.stringContaining(stale),
      expect.stringContaining("knowledge/topics/two/topic.yaml:7:14 the statement said rests on old sources only"),
      expect.stringContaining(change),
    ]);
  });

  it("warns of all sources when half a year has passed, and not on the day before", () => {
    const lastDay = Date.parse("2027-02-18T00:00:00Z");
    expect(audit({}, lastDay).warnings).toEqual([]);
    expect(audit({}, lastDay + 1).warnings).toEqual(
      expect.arrayContaining([expect.stringContaining(" notice was last checked"), expect.stringContaining(" guide was last checked")]),
    );
  });

  it("warns of a source that nothing cites", () => {
    const { errors, warnings } = audit({
      "sources.yaml": (text) => text + text.slice(0, text.indexOf("guide:")).replace("notice", "spare"),
    });
    expect(errors).toEqual([]);
    expect(warnings).toEqual(["knowledge/sources.yaml:12:3 nothing cites the source spare: cite it where it is relied on, or take it out"]);
  });

  it("finds a source of the labels that does not exist", () => {
    expect(audit({ "labels.yaml": swap("guide", "gude") }).errors).toEqual([
      "knowledge/labels.yaml:1:11 no source is called gude: see knowledge/sources.yaml",
    ]);
  });
});

describe("knowledge:check", () => {
  it("finds no error in the real files", async () => {
    const { code, lines } = await runCheck();
    expect(lines.filter((line) => !line.includes(" warning: ")).slice(0, 20)).toEqual([expect.stringMatching(/^0 errors, \d+ warnings?$/)]);
    expect(code).toBe(0);
  });

  it("prints errors, then warnings, then how many, and fails", async () => {
    using small = smallKnowledge({
      "topics/one/fr.yaml": null,
      "sources.yaml": swap("checked: 2026-08-22", "checked: 2020-01-01"),
    });
    const { code, lines } = await runCheck(small.root);
    expect(lines[0]).toMatch(/^knowledge\/topics\/one\/topic\.yaml:1:1 is missing in "fr"/);
    expect(lines).toContainEqual(expect.stringMatching(/^knowledge\/sources\.yaml:5:12 warning: notice was last checked/));
    expect(lines.at(-1)).toMatch(/^1 error, \d+ warnings$/);
    expect(code).toBe(1);
  });

  it("tells what stops a start", async () => {
    using small = smallKnowledge({ "topics/one/topic.yaml": swap("group: basics", "group: stuff") });
    const { code, lines } = await runCheck(small.root);
    expect(lines).toEqual([expect.stringMatching(/^knowledge\/topics\/one\/topic\.yaml:2:8 group: /), "1 error, 0 warnings"]);
    expect(code).toBe(1);
  });
});

describe("the list of changes", () => {
  it.each([
    ["a source that does not exist", swap("[notice]", "[notce]"), "knowledge/changes.yaml:3:13 no source is called notce"],
    ["no source", swap("[notice]", "[]"), "knowledge/changes.yaml:3:12 0.sources: names no source"],
    ["a topic that does not exist", swap("[one]", "[oen]"), "knowledge/changes.yaml:4:12 no topic is called oen"],
    ["a date that is none", swap("2026-08-21", "August"), "knowledge/changes.yaml:1:9 0.date: must be a date like"],
    ["no English", swap("    en: reissued in en\n", ""), "knowledge/changes.yaml:6:5 the English text is missing: add it as en"],
    [
      "an id that is used twice",
      (text: string) => text + text,
      `knowledge/changes.yaml:${LANGUAGES.length + 7}:7 reissued is used twice: give one of them another name`,
    ],
  ])("is refused with %s", (_what, change, message) => {
    expect(refusals({ "changes.yaml": change })).toEqual([expect.stringContaining(message)]);
  });

  it("is given newest first, in English where a translation is missing", () => {
    const text = changeOf("2025-01-01", "older") + changeOf("2026-01-01", "newer", ["en"]);
    using small = smallKnowledge({ "changes.yaml": () => text });
    const { changes } = compileKnowledge(loadKnowledge(small.root));
    expect(changesIn(changes, "de")).toEqual([
      { id: "newer", date: "2026-01-01", text: "newer in en", sources: ["notice"], topics: ["one"] },
      { id: "older", date: "2025-01-01", text: "older in de", sources: ["notice"], topics: ["one"] },
    ]);
  });

  it("may be absent", () => {
    using small = smallKnowledge({ "changes.yaml": null });
    expect(compileKnowledge(loadKnowledge(small.root)).changes).toEqual([]);
  });

  it("shows its latest three under sources, in the person's language", async () => {
    const ann = await converse(":memory:");
    await ann.say("language de");
    await ann.say("sources");
    const told = ann.text().split("\n");
    const changes = realKnowledge().changes("de");
    const expected = changes
      .slice(0, 3)
      .map(({ date, text }) => expect.stringContaining(`${realKnowledge().formatDay(date, "de")}: ${text}`));
    const first = told.indexOf("Zuletzt geändert");
    expect(changes.length).toBeGreaterThan(3);
    expect(told.slice(first + 1).filter((line) => line !== "")).toEqual(expect.arrayContaining(expected));
    expect(ann.text()).not.toContain(changes[3]?.text);
    await ann.close();
  });
});
