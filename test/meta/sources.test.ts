import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { realKnowledge } from "../conversation.ts";

const SRC = path.resolve(import.meta.dirname, "../../src");

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({ file, text: readFileSync(path.join(SRC, file), "utf8") }));

describe("the sources", () => {
  it("read the environment in config.ts only", () => {
    expect(files.filter(({ text }) => text.includes("process.env")).map(({ file }) => file)).toEqual(["config.ts"]);
  });

  it("say only interface messages that exist", () => {
    const say = realKnowledge().say("en");
    const keys = files.flatMap(({ text }) =>
      [...text.matchAll(/\b(?:say|UserError)\("([a-z-]+\.[a-z-]+)"/g)].map((match) => match[1] ?? ""),
    );
    expect(keys.length).toBeGreaterThan(40);
    // Whatever a message asks for is there, and is a number: that does for a plural and for a text.
    const texts = readFileSync(path.join(SRC, "../knowledge/interface/en.yaml"), "utf8");
    const some = Object.fromEntries([...texts.matchAll(/\{([a-z]+)[,}]/gi)].map(([, name]) => [name, 2]));
    for (const key of keys) expect(say(key, some), key).not.toBe("");
  });

  it("use names from the field, no drawers", () => {
    const drawers = files.filter(({ file }) => /(^|\/)(utils?|helpers?|common|manager|misc|index)\.ts$/.test(file));
    expect(drawers).toEqual([]);
  });

  it("are short files", () => {
    const long = files.filter(({ text }) => text.split("\n").length > 400).map(({ file }) => file);
    expect(long).toEqual([]);
  });
});
