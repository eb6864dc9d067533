import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advance, begin, type Press, type Progress, positionOf, type Walkthrough } from "../../src/core/walkthrough.ts";

const switchOff: Walkthrough = {
  id: "switch",
  start: "device",
  steps: {
    device: { kind: "choice", remember: "device", choices: { web: { next: "open" }, phone: { next: "tap" } }, sources: [] },
    open: { kind: "step", next: "toggle", trouble: true, sources: [] },
    tap: { kind: "step", next: "toggle", trouble: false, sources: [] },
    toggle: { kind: "step", next: "verify", trouble: false, sources: [] },
    verify: {
      kind: "choice",
      choices: { off: { next: "done" }, on: { next: "toggle" }, missing: { next: "open", trouble: true } },
      sources: [],
    },
    done: { kind: "end", sources: [], related: [] },
  },
};

/** Presses in a row, each on the step where the one before led. */
function progressAfter(...presses: ("next" | "back" | "trouble" | "return" | "later" | "undo" | { choose: string })[]): Progress {
  return presses.reduce<Progress>(
    (progress, press) => {
      const { step } = progress;
      const made: Press = typeof press === "string" ? { verb: press, step } : { verb: "choose", step, choice: press.choose };
      return advance(switchOff, progress, made, progress.updatedAt + 1);
    },
    begin(switchOff, 0),
  );
}

const toVerify = [{ choose: "web" }, "next", "next"] as const;

describe("a walkthrough", () => {
  it("ends only when the person saw that the switch is off", () => {
    expect(progressAfter(...toVerify, { choose: "off" })).toMatchObject({ step: "done", status: "done", doneAt: 4 });
    expect(progressAfter(...toVerify, { choose: "on" })).toMatchObject({ step: "toggle", status: "open" });
  });

  it("leads into the troubleshooting of the step that the person could not find", () => {
    expect(progressAfter(...toVerify, { choose: "missing" })).toMatchObject({ step: "open", aside: true });
    expect(progressAfter(...toVerify, { choose: "missing" }, "return")).toMatchObject({ step: "open", aside: false });
  });

  it("shows a step's troubleshooting and comes back to the step", () => {
    expect(progressAfter({ choose: "web" }, "trouble")).toMatchObject({ step: "open", aside: true });
    expect(progressAfter({ choose: "web" }, "trouble", "back")).toMatchObject({ step: "open", aside: false });
    expect(progressAfter({ choose: "phone" }, "trouble")).toMatchObject({ step: "tap", aside: false });
  });

  it("goes back the way it came", () => {
    expect(progressAfter({ choose: "web" }, "next", "back")).toMatchObject({ step: "open", trail: ["device"] });
    expect(progressAfter("back")).toMatchObject({ step: "device" });
  });

  it("keeps the place when put off, and opens again on the next press", () => {
    expect(progressAfter({ choose: "web" }, "later")).toMatchObject({ step: "open", status: "later" });
    expect(progressAfter({ choose: "web" }, "later", "next")).toMatchObject({ step: "toggle", status: "open" });
  });

  it("undoes a finished walkthrough back to its verification", () => {
    const undone = progressAfter(...toVerify, { choose: "off" }, "undo");
    expect(undone).toMatchObject({ step: "verify", status: "open" });
    expect(undone.doneAt).toBeUndefined();
  });

  it("leaves everything as it is when the button belongs to another step", () => {
    const progress = progressAfter({ choose: "web" });
    expect(advance(switchOff, progress, { verb: "next", step: "device" }, 9)).toBe(progress);
  });

  it("skips the choice of the device when it is remembered, and lets the person go back to it", () => {
    const begun = begin(switchOff, 0, "phone");
    expect(begun).toMatchObject({ step: "tap", chosen: { device: "phone" } });
    expect(advance(switchOff, begun, { verb: "back", step: "tap" }, 1)).toMatchObject({ step: "device" });
    expect(begin(switchOff, 0, "fridge")).toMatchObject({ step: "device" });
  });

  it("counts its steps along the way that was chosen", () => {
    expect(positionOf(switchOff, begin(switchOff, 0))).toEqual({ current: 1, total: 4 });
    expect(positionOf(switchOff, progressAfter(...toVerify))).toEqual({ current: 4, total: 4 });
    expect(positionOf(switchOff, progressAfter(...toVerify, { choose: "missing" }))).toEqual({ current: 2, total: 4 });
  });

  it("stays sound under any sequence of presses", () => {
    const verbs = fc.constantFrom("next", "back", "trouble", "return", "later", "undo", "web", "phone", "off", "on", "missing");
    const steps = fc.constantFrom(...Object.keys(switchOff.steps));
    fc.assert(
      fc.property(fc.array(fc.tuple(verbs, steps, fc.boolean())), (presses) => {
        let progress = begin(switchOff, 0);
        for (const [verb, step, matching] of presses) {
          const at = matching ? progress.step : step;
          const press = ["next", "back", "trouble", "return", "later", "undo"].includes(verb)
            ? ({ verb, step: at } as Press)
            : ({ verb: "choose", step: at, choice: verb } as const);
          progress = advance(switchOff, progress, press, progress.updatedAt + 1);
          const { current, total } = positionOf(switchOff, progress);
          expect(Object.keys(switchOff.steps)).toContain(progress.step);
          expect(current).toBeLessThanOrEqual(total);
          expect(new Set(progress.trail).size).toBe(progress.trail.length);
          expect(progress.trail).not.toContain(progress.step);
          expect(progress.status === "done").toBe(progress.step === "done");
          expect(progress.doneAt !== undefined).toBe(progress.step === "done");
        }
      }),
    );
  });
});
