import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { runToEnd } from "./run-bot.ts";

const PROJECT = path.resolve(import.meta.dirname, "../..");

describe("npm start without tokens", () => {
  it("answers a piped question with source and date, in English and in French, and ends", async () => {
    using folder = temporaryFolder();
    const input = "does linkedin read my private messages?\n\nest-ce que linkedin lit mes messages privés ?\n";
    const { code, stdout, stderr } = await runToEnd(["src/main.js"], { variables: { DATA_DIR: folder.path }, input });
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nNo\. .*\n[\s\S]*https:\/\/www\.linkedin\.com\/help\S*[\s\S]*checked 22 Aug 2026/);
    expect(stdout).toMatch(/\nNon\. [\s\S]*22 août 2026/);
  });

  it("keeps a walkthrough from one run to the next", async () => {
    using folder = temporaryFolder();
    const variables = { DATA_DIR: folder.path };
    await runToEnd(["src/main.js"], { variables, input: "optout\n1\n1\n" });
    const { stdout } = await runToEnd(["src/main.js"], { variables, input: "status\n" });
    expect(stdout).toContain("Step 3 of 5");
  });

  it("prints each reply as one line of JSON on request", async () => {
    using folder = temporaryFolder();
    const { stdout } = await runToEnd(["src/main.js", "--json"], { variables: { DATA_DIR: folder.path }, input: "help\nstatus\n" });
    const lines = stdout.trim().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines.map((line) => Object.keys(JSON.parse(line) as object))).toEqual(Array(2).fill(["audience", "text", "blocks"]));
  });
});

describe("a start that cannot go well", () => {
  it.each([
    ["half a Slack token pair", { SLACK_BOT_TOKEN: "xoxb-1" }, /^SLACK_APP_TOKEN is missing/],
    ["a value that is none", { LOG_LEVEL: "loud" }, /^LOG_LEVEL must be/],
  ])("stops at %s with one line and an exit code", async (_what, variables, line) => {
    const { code, stdout, stderr } = await runToEnd(["src/main.js"], { variables });
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(line);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it("stops at a data folder that it cannot write", async () => {
    using folder = temporaryFolder();
    chmodSync(folder.path, 0o555);
    // Root may write anywhere, so as root the bot is run as somebody else.
    const uid = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    const { code, stderr } = await runToEnd(["src/main.js"], { variables: { DATA_DIR: folder.path }, ...uid });
    chmodSync(folder.path, 0o755);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^the database .*bot\.sqlite cannot be opened: .*Make its folder writable/);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it("stops at a knowledge file that is wrong, naming file, line and column", async () => {
    using folder = temporaryFolder();
    for (const part of ["src", "knowledge", "package.json"])
      cpSync(path.join(PROJECT, part), path.join(folder.path, part), { recursive: true });
    symlinkSync(path.join(PROJECT, "node_modules"), path.join(folder.path, "node_modules"));
    mkdirSync(path.join(folder.path, "data"));
    writeFileSync(path.join(folder.path, "knowledge/topics/minors/en.yaml"), "title: Minors\nstatments: {}\n");
    const { code, stderr } = await runToEnd(["src/main.js"], { cwd: folder.path });
    expect(code).toBe(1);
    expect(stderr).toContain("knowledge/topics/minors/en.yaml:2:12 statments: is not a key that belongs here");
  });
});

describe("npm run ask", () => {
  it("answers once, as text or as JSON", async () => {
    const text = await runToEnd(["src/cli/ask.ts", "does linkedin read my private messages?"]);
    expect(text.stdout).toMatch(/No\. /);
    const { stdout } = await runToEnd([
      "src/cli/ask.ts",
      "lit-on mes messages privés sur linkedin ?",
      "--lang",
      "fr",
      "--region",
      "uk",
      "--json",
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: "answer",
      topic: "private-messages",
      confidence: expect.any(Number),
      language: "fr",
      answer: expect.stringMatching(/^Non\./),
      sources: expect.arrayContaining([
        { publisher: "LinkedIn", title: expect.any(String), url: expect.stringMatching(/^https/), checked: "2026-08-22" },
      ]),
      alternatives: [],
    });
  });

  it("does not answer what it does not know", async () => {
    const { stdout } = await runToEnd(["src/cli/ask.ts", "what is for lunch in the canteen today?", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ kind: "unknown", topic: null, answer: null, sources: [] });
  });

  it("shows a topic by its id", async () => {
    const { stdout } = await runToEnd(["src/cli/ask.ts", "--topic", "minors", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ kind: "answer", topic: "minors", confidence: 1 });
  });

  it.each([
    [["x", "--lang", "xx"], "--lang xx is not one of"],
    [["x", "--region", "mars"], "--region mars is not one of"],
    [["--topic", "nothing"], "no topic is called nothing"],
    [[], "there is no question"],
    [["x", "--loud"], "--loud"],
  ])("says what is wrong with %j", async (arguments_, message) => {
    const { code, stderr } = await runToEnd(["src/cli/ask.ts", ...arguments_]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain("Usage:");
  });
});
