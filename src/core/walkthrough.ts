/** How a walkthrough goes on after a step: to another step, or into a step's troubleshooting. */
export interface Choice {
  next: string;
  /** True to land in the troubleshooting of `next` rather than in the step itself. */
  trouble?: boolean;
}

/** One node of a walkthrough's graph. Texts live in the language files, under the same ids. */
export type Step =
  | {
      kind: "step";
      next: string;
      /** Opened by the step's link button. */
      link?: string;
      /** True when the step has troubleshooting of its own. */
      trouble: boolean;
      sources: readonly string[];
    }
  | { kind: "choice"; choices: Readonly<Record<string, Choice>>; sources: readonly string[]; link?: string; remember?: "device" }
  /** Reaching an end is what marks the walkthrough done. */
  | { kind: "end"; sources: readonly string[]; related: readonly string[] };

/** A walkthrough as data: a graph of steps that `checkWalkthrough` has found sound when it was loaded. */
export interface Walkthrough {
  id: string;
  start: string;
  steps: Readonly<Record<string, Step>>;
}

/** How far one person is in one walkthrough. Times are epoch milliseconds, UTC. */
export interface Progress {
  walkthrough: string;
  step: string;
  /** True while the person looks at the step's troubleshooting. */
  aside: boolean;
  /** The steps that *Back* returns to, oldest first. */
  trail: readonly string[];
  /** What was chosen at each choice, by step id. */
  chosen: Readonly<Record<string, string>>;
  status: "open" | "later" | "done";
  startedAt: number;
  updatedAt: number;
  doneAt?: number;
}

/** What a person can do in a walkthrough. `step` is the step the pressed button belonged to. */
export type Press = { step: string } & (
  | { verb: "next" | "back" | "trouble" | "return" | "later" | "undo" }
  | { verb: "choose"; choice: string }
);

/** A fresh start; `remembered` answers a first choice that the person made in an earlier walkthrough (the device). */
export function begin(walkthrough: Walkthrough, now: number, remembered?: string): Progress {
  const fresh: Progress = {
    walkthrough: walkthrough.id,
    step: walkthrough.start,
    aside: false,
    trail: [],
    chosen: {},
    status: "open",
    startedAt: now,
    updatedAt: now,
  };
  const first = walkthrough.steps[walkthrough.start];
  if (remembered === undefined || first?.kind !== "choice" || !first.remember || !first.choices[remembered]) return fresh;
  return advance(walkthrough, fresh, { verb: "choose", step: fresh.step, choice: remembered }, now);
}

/**
 * The progress after a press. A press on a button of another step than the current one (a double click, an old
 * message, a second device) changes nothing: the same object comes back, and the caller shows where the person is.
 */
export function advance(walkthrough: Walkthrough, progress: Progress, press: Press, now: number): Progress {
  const step = walkthrough.steps[progress.step];
  if (step === undefined || press.step !== progress.step) return progress;
  const open = { ...progress, status: "open", aside: false, updatedAt: now } as const;
  switch (press.verb) {
    case "next":
      return step.kind === "step" ? enter(walkthrough, open, { next: step.next }, now) : progress;
    case "choose":
      return choose(walkthrough, open, step, press.choice) ?? progress;
    case "trouble":
      return step.kind === "step" && step.trouble ? { ...open, aside: true } : progress;
    case "return":
      return open;
    case "later":
      return step.kind === "end" ? progress : { ...progress, status: "later", updatedAt: now };
    case "back":
      return progress.aside ? open : stepBack(open);
    case "undo":
      return step.kind === "end" ? stepBack(open) : progress;
  }
}

/** Where the person is on the way to the end, counted from 1 along the choices made so far. */
export function positionOf(walkthrough: Walkthrough, progress: Progress): { current: number; total: number } {
  const path = mainPath(walkthrough, progress.chosen);
  const index = path.indexOf(progress.step);
  return { current: index < 0 ? path.length : index + 1, total: path.length };
}

/** The steps from the start to the end: at each choice the one made, or the first where none is made yet. Ends are not counted. */
export function mainPath(walkthrough: Walkthrough, chosen: Readonly<Record<string, string>>): string[] {
  const path: string[] = [];
  let at = walkthrough.start;
  while (!path.includes(at)) {
    const step = walkthrough.steps[at];
    if (step === undefined || step.kind === "end") break;
    path.push(at);
    at = step.kind === "step" ? step.next : onwards(step.choices, chosen[at], path);
  }
  return path;
}

/** A choice that leads back (the switch still shows On) does not count as the way to the end. */
function onwards(choices: Readonly<Record<string, Choice>>, made: string | undefined, path: readonly string[]): string {
  const taken = made === undefined ? undefined : choices[made];
  if (taken && !taken.trouble && !path.includes(taken.next)) return taken.next;
  return Object.values(choices)[0]?.next ?? "";
}

function choose(walkthrough: Walkthrough, progress: Progress, step: Step, name: string): Progress | undefined {
  const choice = step.kind === "choice" ? step.choices[name] : undefined;
  if (choice === undefined) return undefined;
  const chosen = { ...progress.chosen, [progress.step]: name };
  return enter(walkthrough, { ...progress, chosen }, choice, progress.updatedAt);
}

function enter(walkthrough: Walkthrough, progress: Progress, choice: Choice, now: number): Progress {
  const ended = walkthrough.steps[choice.next]?.kind === "end";
  const back = progress.trail.indexOf(choice.next);
  // Going on to a step that was already visited is going back to it: the trail must not grow in circles.
  const trail = back >= 0 ? progress.trail.slice(0, back) : [...progress.trail, progress.step];
  const { doneAt: _, ...rest } = progress;
  return {
    ...rest,
    step: choice.next,
    aside: choice.trouble ?? false,
    trail,
    status: ended ? "done" : "open",
    ...(ended ? { doneAt: now } : {}),
  };
}

function stepBack(progress: Progress): Progress {
  const previous = progress.trail.at(-1);
  if (previous === undefined) return progress;
  const { doneAt: _, ...rest } = progress;
  return { ...rest, step: previous, trail: progress.trail.slice(0, -1) };
}
