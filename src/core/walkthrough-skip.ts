import { mainPath, type Progress, type Walkthrough } from "./walkthrough.ts";

/**
 * The progress of somebody who has done the steps elsewhere: at the last step before the end, which asks for what they see now.
 * *Back* goes through the steps as if they had been taken. Whoever is at that step, or done, stays there.
 */
export function skipToLast(walkthrough: Walkthrough, progress: Progress, now: number): Progress {
  const path = mainPath(walkthrough, progress.chosen);
  const last = path.at(-1);
  if (progress.status === "done" || last === undefined) return progress;
  if (progress.step === last && progress.status === "open") return progress;
  return { ...progress, step: last, aside: false, trail: path.slice(0, -1), status: "open", updatedAt: now };
}
