import type { Language } from "./languages.ts";
import type { Knowledge, Say } from "./ports.ts";
import { type Progress, positionOf } from "./walkthrough.ts";

/** One walkthrough's standing as a label and a value: "Step 2 of 5", "Done on 3 Nov 2026". */
export function progressSummary(
  progress: Progress,
  { knowledge, language, say }: { knowledge: Knowledge; language: Language; say: Say },
): { label: string; value: string } {
  const walkthrough = knowledge.walkthrough(progress.walkthrough);
  if (!walkthrough) return { label: progress.walkthrough, value: say("status.gone") };
  const label = knowledge.walkthroughText(progress.walkthrough, language).title;
  if (progress.doneAt !== undefined) return { label, value: say("status.done", { day: dayOf(progress.doneAt, language, knowledge) }) };
  return { label, value: say("status.open", { ...positionOf(walkthrough, progress) }) };
}

function dayOf(time: number, language: Language, knowledge: Knowledge): string {
  return knowledge.formatDay(new Date(time).toISOString().slice(0, 10), language);
}
