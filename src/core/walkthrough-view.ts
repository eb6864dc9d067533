import { sourceBlocks, topicButtons } from "./answer.ts";
import type { StepText } from "./ports.ts";
import type { Context } from "./registry.ts";
import { presetButtons } from "./remind-me-view.ts";
import { type Block, type Button, type Outcome, privately } from "./reply.ts";
import { type Progress, positionOf, type Step, type Walkthrough } from "./walkthrough.ts";

/** What stands for "my language is not in the list": labels are then shown in English. */
export const labelsSubject = { unknown: "en" } as const;

/** What a person sees of a walkthrough: where they are, one instruction, and what they can press. */
export function walkthroughBlocks(walkthrough: Walkthrough, progress: Progress, context: Context): Block[] {
  const { knowledge, language, say } = context;
  const text = knowledge.walkthroughText(walkthrough.id, language);
  const step = walkthrough.steps[progress.step];
  const words = text.steps[progress.step];
  if (!step || !words) throw new Error(`no step ${progress.step} in ${walkthrough.id}`);
  const title: Block = { type: "heading", text: text.title };
  if (progress.status === "later") return [title, ...keptBlocks(walkthrough.id, context)];
  const position = positionOf(walkthrough, progress);
  const bar: Block[] = step.kind === "end" ? [] : [{ type: "progress", label: say("optout.step", position), ...position }];
  const shown = progress.aside && words.trouble !== undefined ? words.trouble : words.text;
  return [
    title,
    ...bar,
    ...labelled(shown, context),
    ...(words.copy !== undefined && !progress.aside ? [{ type: "copy" as const, text: words.copy }] : []),
    ...sourceBlocks([step], language, context.clock(), knowledge),
    { type: "buttons", buttons: buttonsFor(walkthrough, progress, step, words, context) },
  ];
}

/** The choice of the language in which the person sees LinkedIn. */
export function labelChoice(walkthrough: string, { knowledge, say }: Context): Outcome {
  const options = [...knowledge.labelLanguages].map(([code, name]) => ({
    label: name,
    action: { command: "optout", verb: "set-labels", subject: `${walkthrough}/${code}` },
  }));
  return privately(
    { type: "text", text: say("optout.labels-intro") },
    { type: "select", placeholder: say("optout.labels-choose"), options },
  );
}

/** The text with LinkedIn's labels filled in, and a note where a label is known in English only. */
function labelled(text: string, { knowledge, language, preferences, say }: Context): Block[] {
  const wanted = preferences.labelLanguage ?? language;
  let foreign = false;
  const filled = text.replace(/\{([a-z-]+)\}/g, (placeholder, name: string) => {
    const label = knowledge.label(name, wanted);
    if (label === undefined) return placeholder;
    if (label.language !== wanted) foreign = true;
    return label.text;
  });
  const blocks: Block[] = [{ type: "text", text: filled }];
  if (foreign) blocks.push({ type: "note", text: say("optout.label-in-english") });
  return blocks;
}

function buttonsFor(walkthrough: Walkthrough, progress: Progress, step: Step, words: StepText, context: Context): Button[] {
  const { say } = context;
  const subject = `${walkthrough.id}/${progress.step}`;
  const press = (label: string, verb: string, style?: "primary"): Button => ({
    label,
    action: { command: "optout", verb, subject },
    ...(style ? { style } : {}),
  });
  if (step.kind === "end") return endButtons(walkthrough, step, press(say("optout.undo"), "undo"), context);
  const link: Button[] = step.link ? [{ label: words.link ?? step.link, url: step.link }] : [];
  if (progress.aside) return [...link, press(say("optout.return"), "return", "primary"), press(say("optout.later"), "later")];
  const onwards: Button[] =
    step.kind === "choice"
      ? Object.keys(step.choices).map((choice) => ({
          label: words.choices?.[choice] ?? choice,
          action: { command: "optout", verb: "choose", subject: `${subject}/${choice}` },
        }))
      : [press(say("optout.next"), "next", "primary")];
  const trouble = step.kind === "step" && step.trouble ? [press(say("optout.trouble"), "trouble")] : [];
  const back = progress.trail.length > 0 ? [press(say("optout.back"), "back")] : [];
  const labels: Button[] = hasLabels(words)
    ? [{ label: say("optout.labels-button"), action: { command: "optout", verb: "labels", subject: walkthrough.id } }]
    : [];
  return [...link, ...onwards, ...trouble, ...back, press(say("optout.later"), "later"), ...labels];
}

function hasLabels(words: StepText): boolean {
  return /\{[a-z-]+\}/.test(words.text + (words.trouble ?? ""));
}

function endButtons(walkthrough: Walkthrough, end: Step & { kind: "end" }, undo: Button, { knowledge, language, say }: Context): Button[] {
  const others = knowledge.walkthroughIds.filter((id) => id !== walkthrough.id);
  const next = others.map(
    (id): Button => ({
      label: knowledge.walkthroughText(id, language).title,
      action: { command: "optout", verb: "start", subject: id },
    }),
  );
  const recheck: Button = { label: say("optout.recheck"), action: { command: "remind-me", verb: "recheck", subject: walkthrough.id } };
  return [...next, ...topicButtons(end.related, language, knowledge), recheck, undo];
}

/** What a walkthrough that was put off shows: that its place is kept, and when to be reminded of it. */
function keptBlocks(walkthrough: string, context: Context): Block[] {
  const { say } = context;
  const resume: Button = {
    label: say("optout.resume"),
    style: "primary",
    action: { command: "optout", verb: "start", subject: walkthrough },
  };
  return [
    { type: "text", text: say("optout.kept") },
    { type: "text", text: say("optout.remind-ask") },
    { type: "buttons", buttons: [...presetButtons(walkthrough, context), resume] },
  ];
}
