import { isDraft } from "./channel-reminders.ts";
import { LANGUAGE_NAMES, LANGUAGES } from "./languages.ts";
import { channelLink, escapeMarkdown } from "./markdown.ts";
import type { Stored } from "./ports.ts";
import { REGIONS } from "./regions.ts";
import type { Context } from "./registry.ts";
import type { Reminder } from "./reminder.ts";
import { completedFor } from "./reminder-count.ts";
import { formButton } from "./reminder-form.ts";
import { messageOf } from "./reminder-message.ts";
import type { Block, Button, Markdown } from "./reply.ts";
import { nextOccurrence, occurrencesAfter } from "./schedule/occurrences.ts";
import { sayInstant, sayWhen } from "./schedule/say-schedule.ts";
import { timeZoneChoice } from "./time-zone-choice.ts";

/** How many dates ahead are shown before something is saved. */
const DATES_SHOWN = 3;

/** Everything that is scheduled, and a way to each. */
export function listBlocks(reminders: readonly Reminder[], context: Context): Block[] {
  const { say, knowledge, language } = context;
  const add: Block = { type: "buttons", buttons: [formButton(say("reminders.add"), undefined, "primary")] };
  const how: Block = { type: "note", text: say("reminders.how", { command: knowledge.commandWord("remind", language) }) };
  const title: Block = { type: "heading", text: say("reminders.title") };
  if (reminders.length === 0) return [title, { type: "text", text: say("reminders.none") }, how, add];
  // A select cannot show a channel's name, so its options bear the numbers of the list above it.
  const numbered = (reminder: Reminder, index: number): string => `${index + 1}. ${kindName(reminder, context)}`;
  const options = reminders.map((reminder, index) => ({
    label: numbered(reminder, index),
    description: sayWhen(reminder.schedule, context),
    action: { command: "reminders", verb: "show", subject: reminder.id },
  }));
  return [
    title,
    {
      type: "facts",
      rows: reminders.map((reminder, index) => ({ label: numbered(reminder, index), value: summaryOf(reminder, context) })),
    },
    { type: "select", placeholder: say("reminders.choose"), options },
    how,
    add,
  ];
}

/** One reminder with all that can be done about it. */
export function detailBlocks(reminder: Reminder, context: Context): Block[] {
  const { say } = context;
  const press = pressOn(reminder);
  const isOn = reminder.status === "on";
  const buttons: Button[] = [
    press(say("reminders.preview"), "preview"),
    ...(isOn ? [press(say("reminders.pause"), "pause")] : []),
    ...(reminder.status === "paused" ? [press(say("reminders.resume"), "resume")] : []),
    formButton(say("reminders.edit"), reminder.id),
    ...(reminder.status === "paused" ? [] : [press(say("reminders.post-now"), "now")]),
    { ...press(say("reminders.delete"), "delete"), style: "danger" },
    { label: say("reminders.all"), action: { command: "reminders", verb: "run" } },
  ];
  return [
    { type: "heading", text: kindName(reminder, context) },
    { type: "facts", rows: [...factsOf(reminder, context), { label: say("reminders.status"), value: statusOf(reminder, context) }] },
    ...(isOn ? datesAhead(reminder, context) : []),
    { type: "buttons", buttons },
  ];
}

/** What is about to be saved: the next dates, what can be changed about it, and `problem`, why it cannot be saved yet. */
export function draftBlocks(draft: Reminder, problem: string | undefined, context: Context): Block[] {
  const { say } = context;
  const press = pressOn(draft);
  const canSave = problem === undefined && nextOccurrence(draft.schedule, context.clock()) !== undefined;
  const buttons: Button[] = [
    ...(canSave ? [{ ...press(say("reminders.save"), "save"), style: "primary" as const }] : []),
    formButton(say("reminders.change"), draft.id),
    press(say("reminders.preview"), "preview"),
    press(say("reminders.change-zone"), "zones"),
    press(say("reminders.discard"), "discard"),
  ];
  return [
    { type: "heading", text: say("reminders.draft") },
    ...(problem === undefined ? [] : [{ type: "text" as const, text: problem }]),
    { type: "facts", rows: factsOf(draft, context) },
    ...(canSave ? datesAhead(draft, context) : []),
    { type: "buttons", buttons },
    ...choices(draft, context),
  ];
}

/** What is posted, as it will be seen, between a line above that says where and the buttons below. */
export async function previewBlocks(reminder: Reminder, buttons: readonly Button[], context: Context): Promise<Block[]> {
  const { say, knowledge, clock, store } = context;
  const completed = await completedFor(reminder, store);
  const { blocks } = messageOf(reminder, { knowledge, now: clock(), ...(completed === undefined ? {} : { completed }) });
  return [
    { type: "note", text: say("reminders.preview-in", { channel: placeLink(reminder) }) },
    ...blocks,
    { type: "note", text: say("reminders.preview-end") },
    { type: "buttons", buttons },
  ];
}

/** Buttons under a preview: back to what is previewed, or posting it. `version` keeps a second press from posting twice. */
export function previewButtons(reminder: Stored<Reminder>, asksToPost: boolean, { say }: Context): Button[] {
  const back: Button = { label: say("reminders.back"), action: { command: "reminders", verb: "show", subject: reminder.id } };
  if (!asksToPost) return [back];
  const post: Button = {
    label: say("reminders.post-it"),
    style: "primary",
    action: { command: "reminders", verb: "post", subject: `${reminder.id}/${reminder.version}` },
  };
  return [post, isDraft(reminder) ? pressOn(reminder)(say("reminders.discard"), "discard") : back];
}

/** The choice of the language, the region and the walkthrough that a post is about. */
export function choices(draft: Reminder, { say, knowledge, language }: Context): Block[] {
  const set = (verb: string, value: string) => ({ command: "reminders", verb, subject: `${draft.id}/${value}` });
  const languages = LANGUAGES.map((code) => ({ label: LANGUAGE_NAMES[code], action: set("language", code) }));
  const regions = REGIONS.map((code) => ({ label: say(`regions.${code}`), action: set("region", code) }));
  const abouts = knowledge.walkthroughIds.map((id) => ({ label: knowledge.walkthroughText(id, language).title, action: set("about", id) }));
  return [
    { type: "select", placeholder: say("reminders.choose-language"), options: languages },
    { type: "select", placeholder: say("reminders.choose-region"), options: regions },
    ...(draft.kind === "how-to" ? [{ type: "select" as const, placeholder: say("reminders.choose-about"), options: abouts }] : []),
  ];
}

/** The question for the time zone in which a draft's time is meant. */
export function zoneBlocks({ id }: Reminder, context: Context): Block[] {
  const choice = timeZoneChoice((zone) => ({ command: "reminders", verb: "zone", subject: `${id}/${zone}` }), context);
  return [{ type: "text", text: context.say("reminders.which-zone") }, ...choice];
}

/** The channel as a link. */
export function placeLink({ to }: Pick<Reminder, "to">): Markdown {
  return "place" in to ? channelLink(to.place) : "";
}

function factsOf(reminder: Reminder, context: Context): { label: string; value: Markdown }[] {
  const { say } = context;
  return [
    { label: say("reminders.channel"), value: placeLink(reminder) },
    { label: say("reminders.kind"), value: escapeMarkdown(kindName(reminder, context)) },
    { label: say("reminders.when"), value: escapeMarkdown(sayWhen(reminder.schedule, context)) },
    { label: say("reminders.language"), value: LANGUAGE_NAMES[reminder.language] },
    { label: say("reminders.region"), value: reminder.region ? say(`regions.${reminder.region}`) : say("reminders.any-region") },
  ];
}

function datesAhead({ schedule }: Reminder, context: Context): Block[] {
  const dates = occurrencesAfter(schedule, context.clock(), DATES_SHOWN);
  const lines = dates.map((date) => `- ${escapeMarkdown(sayInstant(date, schedule.timeZone, context))}`);
  const text = context.say("reminders.next", { count: dates.length });
  return dates.length === 0 ? [] : [{ type: "text", text: `**${text}**\n\n${lines.join("\n")}` }];
}

function summaryOf(reminder: Reminder, context: Context): Markdown {
  const when = escapeMarkdown(sayWhen(reminder.schedule, context));
  return context.say("reminders.summary", { channel: placeLink(reminder), when, status: statusOf(reminder, context) });
}

function statusOf({ status, nextAt, pauseReason, schedule, posts }: Reminder, context: Context): Markdown {
  const { say } = context;
  const posted = say("reminders.posted", { count: posts });
  // What is posted once has said its only time already.
  if (status === "on" && schedule.rule === undefined) return posted;
  const state =
    status === "on" && nextAt !== undefined
      ? say("reminders.next-at", { when: escapeMarkdown(sayInstant(nextAt, schedule.timeZone, context)) })
      : say(status === "ended" ? "reminders.ended" : pauseReason === undefined ? "reminders.paused" : "reminders.paused-by-bot");
  return `${state} ${posted}`;
}

function kindName(reminder: Reminder, { say, knowledge, language }: Context): string {
  const kind = say(`choice-names.${reminder.kind}`);
  const { subject } = reminder;
  const title = subject !== undefined && knowledge.walkthrough(subject) ? knowledge.walkthroughText(subject, language).title : undefined;
  return title === undefined ? kind : say("reminders.kind-about", { kind, title });
}

function pressOn({ id }: Reminder): (label: string, verb: string) => Button & { action: object } {
  return (label, verb) => ({ label, action: { command: "reminders", verb, subject: id } });
}
