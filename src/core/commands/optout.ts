import type { Knowledge, Stored } from "../ports.ts";
import type { Call, Command, Context } from "../registry.ts";
import { type Outcome, privately } from "../reply.ts";
import { advance, begin, type Press, type Progress, type Walkthrough } from "../walkthrough.ts";
import { skipToLast } from "../walkthrough-skip.ts";
import { labelChoice, labelsSubject, walkthroughBlocks } from "../walkthrough-view.ts";

/** The walkthrough that `optout` alone means. */
const DEFAULT_WALKTHROUGH = "linkedin";

/** How often a save is tried again when two presses of one person meet. Each retry reads what the other one saved. */
const SAVE_ATTEMPTS = 3;

/** Starts, resumes and drives the walkthroughs. A press's subject is `walkthrough/step` or `walkthrough/step/choice`. */
export const optout: Command = {
  name: "optout",
  options: [{ name: "service", required: false, choices: ["linkedin", "linkedin-form", "facebook", "instagram", "linkedin-privacy"] }],
  audience: "everyone",
  listed: true,
  async run(call, context) {
    const [id, step, choice] = call.verb === "run" ? [call.options["service"] ?? DEFAULT_WALKTHROUGH] : (call.subject ?? "").split("/");
    const walkthrough = context.knowledge.walkthrough(id ?? "");
    if (!walkthrough) return privately({ type: "text", text: context.say("errors.walkthrough-gone") });
    if (call.verb === "labels") return labelChoice(walkthrough.id, context);
    if (call.verb === "verify") return verify(call, context, walkthrough);
    if (call.verb === "set-labels" && step) return setLabels(call, context, walkthrough, step);
    const press = pressOf(call.verb, step, choice);
    const progress = press ? await move(call, context, walkthrough, press) : await startOrResume(call, context, walkthrough);
    return show(progress, walkthrough, context, press !== undefined);
  },
};

function pressOf(verb: string, step: string | undefined, choice: string | undefined): Press | undefined {
  if (step === undefined) return undefined;
  if (verb === "choose") return choice === undefined ? undefined : { verb, step, choice };
  if (verb === "next" || verb === "back" || verb === "trouble" || verb === "return" || verb === "later" || verb === "undo")
    return { verb, step };
  return undefined;
}

/** Where the person is now: the stored place, reopened if it was put off, or a fresh start. */
async function startOrResume(call: Call, context: Context, walkthrough: Walkthrough): Promise<Progress> {
  return save(call, context, walkthrough, (stored) => {
    const now = context.clock();
    if (!stored || !walkthrough.steps[stored.step] || call.verb === "restart") return begin(walkthrough, now, context.preferences.device);
    return stored.status === "later" ? { ...stored, status: "open", updatedAt: now } : stored;
  });
}

async function move(call: Call, context: Context, walkthrough: Walkthrough, press: Press): Promise<Progress> {
  const moved = await save(call, context, walkthrough, (stored) => {
    const now = context.clock();
    // The row may be gone (erased, or another bot's button): the press then means a fresh start.
    if (!stored || !walkthrough.steps[stored.step]) return begin(walkthrough, now, context.preferences.device);
    return advance(walkthrough, stored, press, now);
  });
  if (press.verb === "choose" && moved.chosen[press.step] === press.choice) await remember(call, context, walkthrough, press);
  return moved;
}

/** Somebody says that they have done it already: only the last step, which asks what the switch shows, can mark it done. */
async function verify(call: Call, context: Context, walkthrough: Walkthrough): Promise<Outcome> {
  const progress = await save(call, context, walkthrough, (stored) => {
    const now = context.clock();
    const known = stored && walkthrough.steps[stored.step] ? stored : begin(walkthrough, now, context.preferences.device);
    return skipToLast(walkthrough, known, now);
  });
  return show(progress, walkthrough, context, false);
}

async function remember(call: Call, { store, clock }: Context, walkthrough: Walkthrough, press: Press): Promise<void> {
  const step = walkthrough.steps[press.step];
  if (press.verb !== "choose" || step?.kind !== "choice" || step.remember !== "device") return;
  await store.savePreferences(call.request.identity, { device: press.choice }, clock());
}

/** Saves what `change` makes of the stored progress. Nothing is written when it changes nothing. */
async function save(
  call: Call,
  context: Context,
  walkthrough: Walkthrough,
  change: (stored: Stored<Progress> | undefined) => Progress,
): Promise<Progress> {
  for (let attempt = 1; ; attempt++) {
    const all = await context.store.progress(call.request.identity);
    const stored = all.find((progress) => progress.walkthrough === walkthrough.id);
    const changed = change(stored);
    if (changed === stored) return stored;
    if (await context.store.saveProgress(call.request.identity, changed, stored?.version ?? 0)) {
      countStep(stored, changed, context);
      return changed;
    }
    if (attempt === SAVE_ATTEMPTS) return stored ?? changed;
  }
}

function countStep(before: Progress | undefined, after: Progress, { count }: Context): void {
  if (!before) count("begun", after.walkthrough);
  if (after.doneAt !== undefined && before?.doneAt === undefined) count("done", after.walkthrough);
}

async function setLabels(call: Call, context: Context, walkthrough: Walkthrough, labelLanguage: string): Promise<Outcome> {
  if (!isLabelLanguage(labelLanguage, context.knowledge)) return labelChoice(walkthrough.id, context);
  await context.store.savePreferences(call.request.identity, { labelLanguage }, context.clock());
  const preferences = { ...context.preferences, labelLanguage };
  const progress = await startOrResume(call, context, walkthrough);
  return show(progress, walkthrough, { ...context, preferences }, true);
}

function isLabelLanguage(code: string, knowledge: Knowledge): boolean {
  return code === labelsSubject.unknown || knowledge.labelLanguages.has(code);
}

function show(progress: Progress, walkthrough: Walkthrough, context: Context, replaces: boolean): Outcome {
  return { reply: { blocks: walkthroughBlocks(walkthrough, progress, context), audience: "person", replaces }, effects: [] };
}
