import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { VARIABLES } from "../../src/config.ts";

const PROJECT = path.resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(PROJECT, file), "utf8");
const isThere = (file: string): boolean => existsSync(path.join(PROJECT, file));
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

/** Variables that somebody else reads: Node, and the PostgreSQL driver. */
const OF_OTHERS = ["NODE_ENV", "PGSSLMODE"];
const unknownVariables = (names: readonly string[]): string[] => names.filter((name) => ![...VARIABLES, ...OF_OTHERS].includes(name));

/** A stop takes at most twenty seconds (src/run-platforms.ts); whoever runs the bot must wait longer before it kills. */
const STOP_SECONDS = 20;

const roles = JSON.parse(`[${/const ROLES = \[(.*)\]/.exec(read("src/run.ts"))?.[1]}]`) as string[];

/** Whether Node can be started with these words: a program of ours and, for the bot, one of its roles. */
function canStart([program = "", role, ...rest]: readonly string[]): boolean {
  return isThere(program) && program.startsWith("src/") && rest.length === 0 && (role === undefined || roles.includes(role));
}

describe("the Dockerfile", () => {
  const lines = read("Dockerfile")
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => /^[A-Z]/.test(line));
  const all = (instruction: string): string[] =>
    lines.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1));

  it("copies what is there and what .dockerignore lets through", () => {
    const copied = all("COPY")
      .filter((what) => !what.startsWith("--"))
      .flatMap((what) => what.split(" ").slice(0, -1));
    expect(copied).toEqual(["package.json", "package-lock.json", "src", "knowledge"]);
    const [first, ...rest] = read(".dockerignore").trim().split("\n");
    expect([first, rest.toSorted()]).toEqual(["*", copied.map((file) => `!${file}`).toSorted()]);
  });

  it("runs and starts programs that are there, with variables that are read", () => {
    const [command = ""] = all("CMD");
    expect(canStart(JSON.parse(command) as string[])).toBe(true);
    const run = all("RUN").flatMap((what) => [...what.matchAll(/\bnode (\S+)/g)].map(([, program]) => program ?? ""));
    expect(run).toEqual(["src/cli/compile-knowledge.ts"]);
    expect(run.every(isThere)).toBe(true);
    const set = all("ENV").flatMap((what) => [...what.matchAll(/(\w+)=/g)].map(([, name]) => name ?? ""));
    expect(unknownVariables(set)).toEqual([]);
  });

  it("ends as a user without rights, with Node as in package-lock.json, on images of a fixed version", () => {
    const from = all("FROM");
    expect(from.at(-1)).toMatch(/:nonroot$/);
    expect(all("USER")).toEqual([]);
    const lock = JSON.parse(read("package-lock.json")) as { packages: Record<string, { version: string }> };
    const node = lock.packages["node_modules/node"]?.version ?? "";
    expect(from[0]).toBe(`node:${node}-bookworm-slim AS build`);
    expect(from.at(-1)).toContain(`nodejs${node.split(".")[0]}-debian12`);
    expect(all("STOPSIGNAL")).toEqual(["SIGTERM"]);
  });

  it("has a health check that tells 200 from 503 and from nobody there", async () => {
    const [check = ""] = all("HEALTHCHECK");
    const [, ...words] = JSON.parse(/CMD (\[.*\])$/.exec(check)?.[1] ?? "") as string[];
    const asked: (string | undefined)[] = [];
    let status = 200;
    const server = createServer(({ url }, response) => {
      asked.push(url);
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const exitCode = async (): Promise<unknown> => (await once(spawn(process.execPath, words, { env: { PORT: String(port) } }), "exit"))[0];
    expect(await exitCode()).toBe(0);
    status = 503;
    expect(await exitCode()).toBe(1);
    server.close();
    server.closeAllConnections();
    expect(await exitCode()).toBe(1);
    expect(asked).toEqual(["/healthz", "/healthz"]);
    expect(read("src/http/operations.ts")).toContain('"/healthz"');
  });
});

interface Service {
  build?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  command?: string[];
  environment?: Record<string, unknown>;
  ports?: string[];
  depends_on?: Record<string, unknown>;
  stop_grace_period?: string;
  volumes?: string[];
}

describe("compose.yaml", () => {
  const text = read("compose.yaml");
  const { services, volumes } = parse(text, { merge: true }) as { services: Record<string, Service>; volumes: Record<string, unknown> };
  const ours = Object.entries(services).filter(([, { build }]) => build !== undefined);

  it("runs the roles of the Procfile, each on a read-only disk and without rights", () => {
    expect(ours.map(([name]) => name).toSorted()).toEqual(["release", "web", "worker"]);
    for (const [name, { read_only, cap_drop, security_opt, command }] of ours) {
      expect({ name, read_only, cap_drop, security_opt }).toEqual({
        name,
        read_only: true,
        cap_drop: ["ALL"],
        security_opt: ["no-new-privileges:true"],
      });
      expect(command === undefined || canStart(command), name).toBe(true);
    }
  });

  it("names only variables, services and volumes that there are, and opens the port that the bot listens at", () => {
    for (const [, { environment = {}, depends_on = {} }] of ours) {
      expect(unknownVariables(Object.keys(environment))).toEqual([]);
      expect(Object.keys(depends_on).filter((name) => services[name] === undefined)).toEqual([]);
    }
    expect([...new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name))]).toEqual(["POSTGRES_PASSWORD"]);
    expect(services["database"]?.volumes?.map((volume) => volume.split(":")[0])).toEqual(Object.keys(volumes));
    expect(services["web"]?.environment).toMatchObject({ HOST: "0.0.0.0", PORT: 3000 });
    expect(services["web"]?.ports).toEqual(["127.0.0.1:3000:3000"]);
  });

  it("waits longer than a stop takes", () => {
    for (const name of ["web", "worker"])
      expect(Number.parseInt(services[name]?.stop_grace_period ?? "10", 10)).toBeGreaterThan(STOP_SECONDS);
  });
});

describe("Procfile and app.json", () => {
  const processes = new Map(
    read("Procfile")
      .trim()
      .split("\n")
      .map((line) => line.split(": ") as [string, string]),
  );
  const app = JSON.parse(read("app.json")) as {
    env: Record<string, { required?: boolean; value?: string }>;
    formation: Record<string, unknown>;
  };

  it("start programs and roles that there are", () => {
    expect([...processes.keys()]).toEqual(["release", "web", "worker"]);
    for (const command of processes.values()) {
      expect(command).toMatch(/^node /);
      expect(canStart(command.split(" ").slice(1)), command).toBe(true);
    }
    expect(Object.keys(app.formation).filter((name) => !processes.has(name))).toEqual([]);
  });

  it("ask for variables that are read, and for none that one can do without", () => {
    expect(unknownVariables(Object.keys(app.env))).toEqual([]);
    expect(Object.entries(app.env).filter(([, { required, value }]) => required !== false && value === undefined)).toEqual([]);
  });
});

describe("the systemd unit", () => {
  const settings = new Map(
    read("deploy/linkedin-ai-bot.service")
      .split("\n")
      .filter((line) => /^\w+=/.test(line))
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const),
  );
  const folder = settings.get("WorkingDirectory") ?? "";

  it("starts what npm ci brings and what is there, with variables that are read", () => {
    const [node, ...words] = settings.get("ExecStart")?.split(" ") ?? [];
    expect(node).toBe(`${folder}/node_modules/.bin/node`);
    expect(canStart(words)).toBe(true);
    expect(isThere(settings.get("Documentation")?.replace(`file://${folder}/`, "") ?? "none")).toBe(true);
    expect(
      unknownVariables(
        settings
          .get("Environment")
          ?.split(" ")
          .map((pair) => pair.split("=")[0] ?? "") ?? [],
      ),
    ).toEqual([]);
    expect(settings.get("Environment")).toContain(`DATA_DIR=/var/lib/${settings.get("StateDirectory")}`);
  });

  it("runs it as a user of its own that may write nothing but its data, and waits longer than a stop takes", () => {
    const wanted = {
      DynamicUser: "yes",
      ProtectSystem: "strict",
      ProtectHome: "yes",
      NoNewPrivileges: "yes",
      CapabilityBoundingSet: "",
      UMask: "0077",
    };
    expect(Object.fromEntries([...settings].filter(([name]) => name in wanted))).toEqual(wanted);
    expect(Number(settings.get("TimeoutStopSec"))).toBeGreaterThan(STOP_SECONDS);
    // V8 compiles at run time: with it no Node starts.
    expect(settings.has("MemoryDenyWriteExecute")).toBe(false);
  });
});

describe("what others start", () => {
  it("are scripts that there are", () => {
    const files = [".github/workflows/ci.yml", ".slack/hooks.json", ".ci/run", "deploy/linkedin-ai-bot.service"];
    const named = files.flatMap((file) =>
      [...read(file).matchAll(/\bnpm (?:run (?:--silent |-s )?([\w:-]+)|(start|test)\b)/g)].map(
        ([, script, short]) => script ?? short ?? "",
      ),
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
    for (const [name, script] of Object.entries(scripts)) {
      for (const [, program] of script.matchAll(/\bnode (?:--watch )?(\S+\.ts)/g)) expect(isThere(program ?? ""), name).toBe(true);
    }
  });
});
