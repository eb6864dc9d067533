import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Request } from "../../src/core/request.ts";
import { openDatabase } from "../../src/store/database.ts";
import { openStore } from "../../src/store/open.ts";
import { runToEnd } from "../e2e/run-bot.ts";
import { DIALECTS, type EmptyDatabase } from "./dialects.ts";

const PROJECT = path.resolve(import.meta.dirname, "../..");
const ann = { platform: "slack", tenant: "T1", person: "UANN" } as const;

/** Where one person's presses come from: a channel on the laptop and a direct message on the phone. */
const SURFACES = [
  { id: "C1", kind: "channel" },
  { id: "D1", kind: "dm" },
] as const;

/** The bot's core as a process of its own. */
interface Process {
  send(request: Request): Promise<string | null>;
  end(): Promise<void>;
}

async function startProcess(address: string): Promise<Process> {
  const child = spawn(process.execPath, ["test/store/press-process.ts", address], { cwd: PROJECT, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error("the process ended");
    return value;
  };
  await next();
  return {
    async send(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return JSON.parse(await next()) as string | null;
    },
    async end() {
      child.stdin.end();
      await once(child, "exit");
    },
  };
}

function press(subject: string, verb: string, surface = 0, id: string = randomUUID()): Request {
  return {
    id,
    identity: ann,
    workspace: "T1",
    place: SURFACES[surface] ?? SURFACES[0],
    isAdmin: false,
    audience: "person",
    input: { kind: "press", action: { command: "optout", verb, subject }, private: true },
  };
}

describe.each(DIALECTS)("several processes on one $name", ({ create }) => {
  let database: EmptyDatabase;

  beforeEach(async () => {
    database = await create();
  });

  afterEach(() => database.remove());

  it("may start at once on an empty database: one makes the tables, all go on", async () => {
    const ends = await Promise.all(Array.from({ length: 6 }, () => runToEnd(["src/cli/release.ts"], { variables: database.variables })));
    expect(ends.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array(6).fill({ code: 0, stderr: "" }));
    expect(ends.filter(({ stdout }) => stdout.includes("was brought up to date: 0001-"))).toHaveLength(1);
    expect(ends.filter(({ stdout }) => stdout === "the database is up to date\n")).toHaveLength(5);
  });

  it("may be started by six bots at once", async () => {
    const stores = await Promise.all(Array.from({ length: 6 }, () => openStore(database.address, 0)));
    await stores[0]?.savePreferences(ann, { language: "fr" }, 0);
    expect(await Promise.all(stores.map((store) => store.preferences(ann)))).toEqual(Array(6).fill({ language: "fr" }));
    await Promise.all(stores.map((store) => store.close()));
  });

  it("move a walkthrough one step for a double click, whatever surface and process it comes through", async () => {
    const processes = await Promise.all(Array.from({ length: 4 }, () => startProcess(database.address)));
    const everywhere = (subject: string, verb: string) =>
      // Eight presses at the same moment: four processes, each from two surfaces.
      Promise.all(processes.flatMap((one) => [one.send(press(subject, verb, 0)), one.send(press(subject, verb, 1))]));
    const { db } = await openDatabase(database.address);
    const stored = () => db.selectFrom("progress").select(["step", "version"]).where("walkthrough", "=", "linkedin").executeTakeFirst();

    await everywhere("linkedin", "start");
    expect(await stored()).toMatchObject({ version: 1 });
    await everywhere("linkedin/device/web", "choose");
    expect(await stored()).toMatchObject({ version: 2 });
    for (const [version, shown] of [
      [3, "Step 3 of 5"],
      [4, "Step 4 of 5"],
      [5, "Step 5 of 5"],
    ] as const) {
      const { step = "" } = (await stored()) ?? {};
      const replies = await everywhere(`linkedin/${step}`, "next");
      expect(replies).toEqual(Array(8).fill(expect.stringContaining(shown)));
      expect(await stored()).toMatchObject({ version });
    }
    const { step = "" } = (await stored()) ?? {};
    await everywhere(`linkedin/${step}`, "back");
    expect(await stored()).toMatchObject({ version: 6 });

    // The platform delivers one press to all of them: it is answered once.
    const again = await stored();
    const copies = processes.map((one) => one.send(press(`linkedin/${again?.step}`, "next", 0, "one-delivery")));
    expect((await Promise.all(copies)).filter((reply) => reply !== null)).toHaveLength(1);
    expect(await stored()).toMatchObject({ version: 7 });
    await db.destroy();
    await Promise.all(processes.map((one) => one.end()));
  });
});
