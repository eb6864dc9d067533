import { randomUUID } from "node:crypto";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Action } from "../../src/core/action.ts";
import { COMMANDS } from "../../src/core/commands.ts";
import { createDispatch } from "../../src/core/dispatch.ts";
import type { Dispatch, Store } from "../../src/core/ports.ts";
import { progressSummary } from "../../src/core/progress-summary.ts";
import { createRegistry } from "../../src/core/registry.ts";
import type { Reply } from "../../src/core/reply.ts";
import type { Place } from "../../src/core/request.ts";
import { advance, begin, type Press, type Progress, type Walkthrough } from "../../src/core/walkthrough.ts";
import { openStore } from "../../src/store/open.ts";
import { realKnowledge, START, wordsOf } from "../conversation.ts";
import { noPlatform } from "../no-platform.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const knowledge = realKnowledge();
const identity = { platform: "discord", tenant: "discord", person: "1" } as const;

/** A walkthrough's standing, and the device that later ones need not ask for, as the pure engine says they should be. */
interface Model {
  progress: Readonly<Record<string, Progress>>;
  device: string | undefined;
  now: number;
}

/** The bot over a real file. Everything in it but the file is gone after a restart. */
interface Real {
  file: string;
  /** Two processes: one serves the channel, the other the direct messages. */
  surfaces: { place: Place; store: Store; dispatch: Dispatch }[];
  clock: { now: number };
  /** Every button that was ever shown: messages stay, so that any of them can be pressed again. */
  shown: Action[];
}

const PLACES: readonly Place[] = [
  { id: "C1", kind: "channel" },
  { id: "D1", kind: "dm" },
];

async function start(real: Real): Promise<void> {
  real.surfaces = await Promise.all(
    PLACES.map(async (place) => {
      const store = await openStore(real.file, real.clock.now);
      const report = (event: string, { error }: { error?: unknown }): void => {
        throw error ?? new Error(event);
      };
      const clock = () => real.clock.now;
      const parts = { registry: createRegistry(COMMANDS), knowledge, store, clock, report, ...noPlatform(store, clock) };
      return { place, store, dispatch: createDispatch(parts) };
    }),
  );
}

async function stop(real: Real): Promise<void> {
  await Promise.all(real.surfaces.map(({ store }) => store.close()));
}

async function act(real: Real, action: Action, surface: number): Promise<Reply> {
  const { dispatch, place } = real.surfaces[surface] ?? {};
  if (!dispatch || !place) throw new Error(`no surface ${surface}`);
  const input = { kind: "press", action, private: true } as const;
  const outcome = await dispatch({ id: randomUUID(), identity, place, isAdmin: false, audience: "person", input });
  if (!outcome) throw new Error("a new press was taken for a repeated one");
  const buttons = outcome.reply.blocks.flatMap((block) => (block.type === "buttons" ? block.buttons : []));
  real.shown.push(...buttons.flatMap((button) => ("action" in button && isPress(button.action) ? [button.action] : [])));
  return outcome.reply;
}

const VERBS = ["start", "next", "choose", "back", "trouble", "return", "later", "undo"];

function isPress({ command, verb }: Action): boolean {
  return command === "optout" && VERBS.includes(verb);
}

/** The standing that the press should lead to. */
function after(model: Model, { verb, subject = "" }: Action): Model {
  const [id = "", step = "", choice = ""] = subject.split("/");
  const walkthrough = knowledge.walkthrough(id);
  if (!walkthrough) throw new Error(`no walkthrough ${id}`);
  const current = model.progress[id];
  const press = (verb === "choose" ? { verb, step, choice } : { verb, step }) as Press;
  const moved = current && verb !== "start" ? advance(walkthrough, current, press, model.now) : reopen(walkthrough, current, model);
  const at = walkthrough.steps[step];
  const remembers = verb === "choose" && at?.kind === "choice" && at.remember === "device" && moved.chosen[step] === choice;
  return { ...model, progress: { ...model.progress, [id]: moved }, device: remembers ? choice : model.device };
}

function reopen(walkthrough: Walkthrough, current: Progress | undefined, { now, device }: Model): Progress {
  if (!current) return begin(walkthrough, now, device);
  return current.status === "later" ? { ...current, status: "open", updatedAt: now } : current;
}

/** The store holds what one of the models says; gives back which. */
async function check(models: readonly Model[], real: Real, surface: number): Promise<Model> {
  const stored = (await real.surfaces[surface]?.store.progress(identity)) ?? [];
  const found = Object.fromEntries(stored.map(({ version: _, ...progress }) => [progress.walkthrough, progress]));
  const right = models.find(({ progress }) => isDeepStrictEqual(progress, found));
  if (!right) expect(found).toEqual(models[0]?.progress);
  const told = wordsOf(await act(real, { command: "status", verb: "run" }, surface));
  for (const progress of Object.values(found)) {
    const { label, value } = progressSummary(progress, { knowledge, language: "en", say: knowledge.say("en") });
    expect(told).toContain(`${label}: ${value}`);
  }
  return right ?? { progress: found, device: undefined, now: 0 };
}

type Command = fc.AsyncCommand<Model, Real>;

/** One press: a button counted from the newest, so that small numbers are those of the last message. */
type Click = readonly [which: number, surface: number];

/** Clicks that are made at once: of several, any order may have happened, but one after the other. */
function press(...clicks: readonly Click[]): Command {
  return {
    check: () => true,
    async run(model, real) {
      model.now += 60_000;
      real.clock.now = model.now;
      const actions = clicks.map(([which, surface]) => {
        const action = real.shown.at(-1 - (which % real.shown.length));
        if (!action) throw new Error("nothing was shown yet");
        return { action, surface };
      });
      await Promise.all(actions.map(({ action, surface }) => act(real, action, surface)));
      const inOrder = (given: typeof actions): Model => given.reduce((so, { action }) => after(so, action), model);
      Object.assign(model, await check([inOrder(actions), inOrder(actions.toReversed())], real, 0));
    },
    toString: () => `press ${clicks.map(([which, surface]) => `${which} on ${surface}`).join(" and ")}`,
  };
}

const restart: Command = {
  check: () => true,
  async run(model, real) {
    await stop(real);
    await start(real);
    await check([model], real, 0);
  },
  toString: () => "restart",
};

const click = fc.tuple(fc.nat(80), fc.nat(1));
const recentClick = fc.tuple(fc.nat(5), fc.nat(1));

const commands = fc.commands(
  [
    recentClick.map((one) => press(one)),
    click.map((one) => press(one)),
    recentClick.map(([which]) => press([which, 0], [which, 1])),
    fc.tuple(fc.nat(5), fc.nat(5)).map(([one, other]) => press([one, 0], [other, 1])),
    fc.constant(restart),
  ],
  { maxCommands: 40 },
);

describe("presses, restarts and surfaces in any order", () => {
  it("leave the status that the acknowledged presses lead to", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        using folder = temporaryFolder();
        const real: Real = { file: path.join(folder.path, "bot.sqlite"), surfaces: [], clock: { now: START }, shown: [] };
        await start(real);
        const begun = { command: "optout", verb: "start", subject: "linkedin" };
        await act(real, begun, 0);
        const model = after({ progress: {}, device: undefined, now: START }, begun);
        try {
          await fc.asyncModelRun(() => ({ model, real }), sequence);
        } finally {
          await stop(real);
        }
      }),
      { numRuns: 25 },
    );
  });
});
