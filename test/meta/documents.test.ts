import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { VARIABLES } from "../../src/config.ts";

const PROJECT = path.resolve(import.meta.dirname, "../..");

/** The documents that people work by. The changelog is left out: it tells of what was, too. */
const DOCUMENTS = ["README.md", "CONTRIBUTING.md", "SECURITY.md", ...globSync("docs/*.md", { cwd: PROJECT })].filter((file) =>
  existsSync(path.join(PROJECT, file)),
);

/** Made by running the project, so that a fresh clone does not have them. */
const MADE = ["node_modules", ".cache", "data", ".env", "coverage"];

const read = (file: string) => readFileSync(path.join(PROJECT, file), "utf8");
const scripts: Record<string, string> = JSON.parse(read("package.json")).scripts;
const folders = readdirSync(PROJECT, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== ".git");

/** What docs/operate.md names that is read by others than the bot. */
const OF_OTHERS = [...allOf(read("compose.yaml"), /\$\{(\w+)/g), "NODE_OPTIONS"];

/** All matches of the first group of `pattern`, each once. */
function allOf(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ""))];
}

/** Names of npm scripts that a text tells people to run. */
function scriptsIn(text: string): string[] {
  return [...allOf(text, /\bnpm run (?:-s |--silent )*([a-z][\w:-]*)/g), ...allOf(text, /\bnpm (start|test)\b/g)];
}

/** What stands in code spans and code blocks, word by word. */
function codeWordsIn(text: string): string[] {
  const blocks = allOf(text, /```\w*\n([\s\S]*?)```/g);
  const spans = allOf(text.replace(/```[\s\S]*?```/g, ""), /`([^`]+)`/g);
  return [...blocks, ...spans].flatMap((code) => code.split(/\s+/)).filter((word) => word !== "");
}

/** Paths that a text names: those that begin with one of the project's folders, and in code names of files (but no mere endings). */
function pathsIn(text: string): string[] {
  const tops = folders.map(({ name }) => name.replaceAll(".", "\\.")).join("|");
  const inFolders = allOf(text, new RegExp(`(?<![\\w/.@-])((?:${tops})/[\\w./<>*-]*)`, "g")).map((found) => found.replace(/\.+$/, ""));
  const names = codeWordsIn(text).filter((word) => /^[\w.<>-]+\.(ts|js|json|jsonl|yaml|md|png)$/.test(word));
  return [
    ...inFolders,
    ...names,
    ...codeWordsIn(text).filter((word) => /^\.(?!(?:ts|js|json|jsonl|yaml|md|png)$)[a-z][\w./-]*$/.test(word)),
  ];
}

/** Whether something of that name is there. `<id>`, `X` and `FILE` stand for any name; a bare name may be in any folder. */
function isThere(named: string): boolean {
  if (MADE.some((made) => named === made || named.startsWith(`${made}/`))) return true;
  const pattern = named.replace(/\/$/, "").replace(/<[^>]+>|\bX\b|\bFILE\b/g, "*");
  if (existsSync(path.join(PROJECT, pattern))) return true;
  const anywhere = pattern.includes("/")
    ? [pattern]
    : folders.filter(({ name }) => !MADE.includes(name)).map(({ name }) => `${name}/**/${pattern}`);
  return globSync(anywhere, { cwd: PROJECT }).length > 0;
}

/** Relative addresses of links and pictures. */
function linksIn(text: string): string[] {
  return allOf(text, /\]\((?!https?:|mailto:|#)([^)#\s]+)/g);
}

/** Names that look like environment variables: capitals joined by underscores, or set in code. */
function variablesIn(text: string): string[] {
  const set = codeWordsIn(text).flatMap((word) => allOf(word, /^([A-Z][A-Z0-9_]*)=/g));
  return [...allOf(text, /\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b/g), ...set];
}

const code = globSync("{src,test}/**/*.ts", { cwd: PROJECT })
  .map((file) => read(file))
  .join("\n");

describe.each(DOCUMENTS)("%s", (document) => {
  const text = read(document);

  it("names only scripts that package.json has", () => {
    expect(scriptsIn(text).filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it("names only files and folders that are there", () => {
    expect(pathsIn(text).filter((named) => !isThere(named))).toEqual([]);
  });

  it("links only to files that are there", () => {
    const from = path.join(PROJECT, path.dirname(document));
    expect(linksIn(text).filter((link) => !existsSync(path.join(from, link)))).toEqual([]);
  });

  it("names only variables that the bot reads, and constants that the code has", () => {
    const unknown = variablesIn(text).filter(
      (name) => ![...VARIABLES, ...OF_OTHERS].includes(name) && !new RegExp(`\\bconst ${name}\\b`).test(code),
    );
    expect(unknown).toEqual([]);
  });
});

/** Rows of a table whose last column names tests, by a file and words of their title. */
const SHOWN_BY: [string, string[]][] = [
  ["the threats in SECURITY.md", rowsOf(read("SECURITY.md"))],
  [
    "the faults of Discord in docs/reliability.md",
    rowsOf(sectionOf(read("docs/reliability.md"), "Discord: what goes wrong, and what happens")),
  ],
];

function sectionOf(text: string, title: string): string {
  return text.split(/^## /m).find((section) => section.startsWith(title)) ?? "";
}

function rowsOf(text: string): string[] {
  return text.split("\n").filter((line) => /^\| (?!who |what goes wrong |---)/.test(line));
}

describe.each(SHOWN_BY)("%s", (_, rows) => {
  it("each name a test, by a file that is there and words that are in it", () => {
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      const shown = [...(row.split(" | ").at(-1) ?? "").matchAll(/`([^`]+)` “([^”]+)”/g)];
      expect(shown.length, row).toBeGreaterThan(0);
      for (const [, file = "", words = ""] of shown) expect(read(file).includes(words), `${file}: ${words}`).toBe(true);
    }
  });
});

describe("what docs/operate.md says of the settings", () => {
  it("has a line for every variable, and names every metric", () => {
    const text = read("docs/operate.md");
    expect(VARIABLES.filter((name) => !new RegExp(`^\\| \\x60${name}\\x60`, "m").test(text))).toEqual([]);
    const metrics = allOf(read("src/http/metrics.ts"), /name: "(bot_\w+)"/g);
    expect(metrics.filter((name) => !text.includes(name))).toEqual([]);
  });
});

describe(".env.example", () => {
  it("has every variable that the bot reads, and no other", () => {
    const named = allOf(read(".env.example"), /^#?([A-Z][A-Z0-9_]*)=/gm);
    expect(named.toSorted()).toEqual(VARIABLES.toSorted());
  });
});

describe("the check of documents", () => {
  it("sees what does not exist", () => {
    const text =
      "`npm run -s asq -- x`, see [it](docs/non.md) and `src/nothing.ts`, `nothing.yaml`, `src/adapters/<any>/non.ts`, SLACK_TOKEN\n```sh\nPROT=1 npm start\n```";
    expect(scriptsIn(text).filter((name) => !scripts[name])).toEqual(["asq"]);
    expect(pathsIn(text).filter((named) => !isThere(named))).toEqual([
      "docs/non.md",
      "src/nothing.ts",
      "src/adapters/<any>/non.ts",
      "nothing.yaml",
    ]);
    expect(linksIn(text)).toEqual(["docs/non.md"]);
    expect(variablesIn(text)).toEqual(["SLACK_TOKEN", "PROT"]);
  });

  it("sees what exists, also under a name that stands for any", () => {
    const named = pathsIn(
      "`npm run evaluate -- FILE.jsonl`, `src/adapters/X`, `src/adapters/<platform>/`, `test/meta`, `topic.yaml`, `.env.example`",
    );
    expect(named).toHaveLength(6);
    expect(named.filter((name) => !isThere(name))).toEqual([]);
  });
});
