import { execFileSync } from "node:child_process";
import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

const PROJECT = path.resolve(import.meta.dirname, "../..");

interface Cruise {
  summary: { totalCruised: number; violations: { rule: { name: string }; from: string }[] };
}

/** Runs the boundary check on a copy of the sources with some files added. */
function cruiseWith(planted: Record<string, string>): Cruise["summary"] {
  using folder = temporaryFolder();
  cpSync(path.join(PROJECT, "src"), path.join(folder.path, "src"), { recursive: true });
  for (const file of ["package.json", ".dependency-cruiser.js", "tsconfig.json"])
    cpSync(path.join(PROJECT, file), path.join(folder.path, file));
  symlinkSync(path.join(PROJECT, "node_modules"), path.join(folder.path, "node_modules"));
  // The rules name packages as node_modules/…, which a followed link would turn into a path outside the copy.
  const config =
    'import rules from "./.dependency-cruiser.js";\nexport default { ...rules, options: { ...rules.options, preserveSymlinks: true } };\n';
  writeFileSync(path.join(folder.path, "rules.mjs"), config);
  for (const [file, text] of Object.entries(planted)) writeFileSync(path.join(folder.path, file), text);
  const command = path.join(PROJECT, "node_modules/.bin/depcruise");
  const arguments_ = ["src", "--config", "rules.mjs", "--output-type", "json", "--no-cache"];
  try {
    const output = execFileSync(command, arguments_, {
      cwd: folder.path,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return (JSON.parse(output) as Cruise).summary;
  } catch (error) {
    // The tool exits with the number of violations; the report is on its output all the same.
    return (JSON.parse((error as { stdout: string }).stdout) as Cruise).summary;
  }
}

describe("the import rules", () => {
  it("hold, and are checked over the real sources", () => {
    const { totalCruised, violations } = cruiseWith({});
    expect(violations).toEqual([]);
    expect(totalCruised).toBeGreaterThan(40);
  });

  it("see each planted violation, type-only imports included", () => {
    const { violations } = cruiseWith({
      "src/core/planted-sdk.ts": 'import type { App } from "@slack/bolt";\nexport type Planted = App;\n',
      "src/core/planted-store.ts": 'import { openStore } from "../store/open.ts";\nexport const planted = openStore;\n',
      "src/matching/planted-fs.ts": 'import { readFileSync } from "node:fs";\nexport const planted = readFileSync;\n',
      "src/knowledge/planted-driver.ts": 'import { DatabaseSync } from "node:sqlite";\nexport const planted = DatabaseSync;\n',
      "src/adapters/terminal/planted.ts": 'import type { Client } from "discord.js";\nexport type Planted = Client;\n',
      "src/adapters/slack/planted.ts": 'import { renderScreen } from "../terminal/render.ts";\nexport const planted = renderScreen;\n',
      "src/adapters/discord/planted.ts":
        'import { startHttpServer } from "../../http/server.ts";\nexport const planted = startHttpServer;\n',
      "src/core/commands/planted.ts": 'import { ask } from "./ask.ts";\nexport const planted = ask;\n',
      "src/store/planted-test.ts":
        'import { temporaryFolder } from "../../test/temporary-folder.ts";\nexport const planted = temporaryFolder;\n',
    });
    const found = violations.map(({ rule, from }) => `${rule.name}: ${from}`);
    expect(found).toEqual(
      expect.arrayContaining([
        "core-knows-only-itself: src/core/planted-sdk.ts",
        "core-knows-only-itself: src/core/planted-store.ts",
        "matching-is-pure: src/matching/planted-fs.ts",
        "drivers-only-in-the-store: src/knowledge/planted-driver.ts",
        "discord-sdk-only-in-its-adapter: src/adapters/terminal/planted.ts",
        "adapters-do-not-know-each-other: src/adapters/slack/planted.ts",
        "adapters-know-only-core: src/adapters/discord/planted.ts",
        "commands-do-not-call-each-other: src/core/commands/planted.ts",
      ]),
    );
  });
});
