import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const ROOT = path.resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");

interface LockedPackage {
  version?: string;
  license?: string;
  resolved?: string;
  integrity?: string;
  dev?: boolean;
  devOptional?: boolean;
  hasInstallScript?: boolean;
}

const lock = JSON.parse(read("package-lock.json")) as { packages: Record<string, LockedPackage> };
const packages = Object.entries(lock.packages).filter(([name]) => name !== "");
const shipped = packages.filter(([, { dev, devOptional }]) => !dev && !devOptional);

/** Licences that ask for no more than their text and a notice, which a company's lawyers wave through. */
const PERMISSIVE = new Set(["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD", "BlueOak-1.0.0", "(MIT OR CC0-1.0)"]);

/** What is used on the side of development only. Mozilla's licence concerns changes to those files themselves. */
const TOOLS = new Set([...PERMISSIVE, "MPL-2.0", "MIT OR Apache-2.0", "Apache-2.0 AND MIT"]);

describe("packages", () => {
  it("are pinned exactly, and each has a checksum", () => {
    const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<string, Record<string, string>>;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
    expect(packages.filter(([, { integrity }]) => !integrity).map(([name]) => name)).toEqual([]);
  });

  it("say nothing of where they were fetched", () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it("have licences that may be used by anybody", () => {
    expect(shipped.filter(([, { license }]) => !PERMISSIVE.has(license ?? "")).map(([name, { license }]) => `${name}: ${license}`)).toEqual(
      [],
    );
    expect(packages.filter(([, { license }]) => !TOOLS.has(license ?? "")).map(([name, { license }]) => `${name}: ${license}`)).toEqual([]);
  });

  it("run no install script in what is shipped", () => {
    expect(shipped.filter(([, { hasInstallScript }]) => hasInstallScript).map(([name]) => name)).toEqual([]);
  });
});

interface Workflow {
  permissions: Record<string, string>;
  on: Record<string, unknown>;
  jobs: Record<string, { permissions?: Record<string, string>; steps: { uses?: string; run?: string; with?: Record<string, unknown> }[] }>;
}

describe("the public forge's checks", () => {
  const text = read(".github/workflows/ci.yml");
  const workflow = parse(text) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  it("use actions by commit, with the version beside it", () => {
    const uses = [...text.matchAll(/uses: (.*)/g)].map(([, what]) => what);
    expect(uses).toHaveLength(steps.filter((step) => step.uses).length);
    for (const what of uses) expect(what).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("may only read, keep no token, and run nothing that a stranger wrote into an event", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
    for (const step of steps) {
      if (step.uses?.startsWith("actions/checkout@")) expect(step.with).toEqual({ "persist-credentials": false });
      expect(step.run ?? "").not.toContain("${{");
    }
  });

  it("run the same tests as everybody", () => {
    expect(steps.map((step) => step.run)).toEqual(expect.arrayContaining(["npm ci", "npm test", "npm audit --audit-level=high"]));
  });
});
