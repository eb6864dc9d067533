import { FORM_VERB } from "../action.ts";
import {
  type ChannelReminder,
  isDraft,
  isForNow,
  postNow,
  requireScheduled,
  saveReminder,
  scheduledIn,
  update,
} from "../channel-reminders.ts";
import { UserError } from "../errors.ts";
import { isLanguage } from "../languages.ts";
import type { Stored } from "../ports.ts";
import { isRegion } from "../regions.ts";
import type { Call, Command, Context } from "../registry.ts";
import type { ChannelKind, Reminder } from "../reminder.ts";
import { draft, messageProblem } from "../reminder-draft.ts";
import { reminderForm } from "../reminder-form.ts";
import { choices, detailBlocks, draftBlocks, listBlocks, placeLink, previewBlocks, previewButtons, zoneBlocks } from "../reminders-view.ts";
import { type Block, inPlace, type Outcome, privately } from "../reply.ts";
import { readTimeZone } from "../schedule/time-zones.ts";
import { timeZoneOf } from "../time-zone-choice.ts";

/**
 * Everything about posts into channels: what is scheduled, and one reminder with what can be done about it. The subject of a press
 * is the reminder's id, for a choice `id/value`.
 */
export const reminders: Command = {
  name: "reminders",
  options: [],
  audience: "admins",
  listed: true,
  async run(call, context) {
    if (call.verb === FORM_VERB) return openForm(call, context);
    if (call.verb === "draft") return submitted(call, context);
    if (call.verb === "run" || call.subject === undefined) return privately(...listBlocks(await scheduledIn(call, context), context));
    const [id = "", value = ""] = splitOnce(call.subject);
    return act(call.verb, await requireScheduled(id, call, context), value, call, context);
  },
};

async function act(verb: string, reminder: Stored<ChannelReminder>, value: string, call: Call, context: Context): Promise<Outcome> {
  const { say, store } = context;
  switch (verb) {
    case "preview":
      return privately(...(await previewBlocks(reminder, previewButtons(reminder, false, context), context)));
    case "now":
      return privately(...(await previewBlocks(reminder, previewButtons(reminder, true, context), context)));
    case "post":
      await postNow(reminder, Number(value), context);
      return inPlace({ type: "text", text: say("reminders.posting", { channel: placeLink(reminder) }) });
    case "pause":
      return inPlace(...(await show(await update(reminder, "paused", context), context)));
    case "resume":
      return inPlace(...(await show(await update(reminder, "on", context), context)));
    case "delete":
      return privately(
        { type: "text", text: say("reminders.delete-ask", { channel: placeLink(reminder) }) },
        deleteButtons(reminder, context),
      );
    case "delete-yes":
      await store.deleteReminder(reminder.id);
      return inPlace({ type: "text", text: say("reminders.deleted") }, ...listBlocks(await scheduledIn(call, context), context));
    case "save":
      return save(reminder, call, context);
    case "discard":
      if (isDraft(reminder)) await store.deleteReminder(reminder.id);
      return inPlace({ type: "text", text: say("reminders.discarded") });
    case "zones":
      return privately(...zoneBlocks(reminder, context));
    default:
      return choose(verb, reminder, value, call, context);
  }
}

/** One choice about a draft: its language, region, time zone, or what it is about. */
async function choose(verb: string, reminder: Stored<ChannelReminder>, value: string, call: Call, context: Context): Promise<Outcome> {
  if (!isDraft(reminder)) return privately(...(await show(reminder, context)));
  const change = changeOf(verb, reminder, value, context);
  if (!change) return privately(...(await show(reminder, context)));
  if (change.schedule) await rememberZone(change.schedule.timeZone, call, context);
  const { version, ...rest } = reminder;
  const changed: Reminder = { ...rest, ...change, updatedAt: context.clock() };
  if (!(await context.store.saveReminder(changed, version))) throw new UserError("reminders.changed");
  const stored = { ...changed, version: version + 1 };
  return inPlace(...(await show(stored, context)));
}

/** Nobody is asked twice. What the platform tells, or the person chose for themself, stays. */
async function rememberZone(timeZone: string, call: Call, context: Context): Promise<void> {
  if (timeZoneOf(call, context) !== undefined) return;
  await context.store.savePreferences(call.request.identity, { timeZone }, context.clock());
}

function changeOf(verb: string, { schedule }: Reminder, value: string, { knowledge }: Context): Partial<Reminder> | undefined {
  if (verb === "language" && isLanguage(value)) return { language: value };
  if (verb === "region" && isRegion(value)) return { region: value };
  if (verb === "about" && knowledge.walkthrough(value)) return { subject: value };
  const timeZone = verb === "zone" ? readTimeZone(value) : undefined;
  return timeZone === undefined ? undefined : { schedule: { ...schedule, timeZone } };
}

async function show(reminder: Stored<Reminder>, context: Context): Promise<Block[]> {
  if (!isDraft(reminder)) return detailBlocks(reminder, context);
  if (isForNow(reminder)) {
    return [...(await previewBlocks(reminder, previewButtons(reminder, true, context), context)), ...choices(reminder, context)];
  }
  return draftBlocks(reminder, messageProblem(reminder.kind, reminder.message, context), context);
}

async function save(reminder: Stored<ChannelReminder>, call: Call, context: Context): Promise<Outcome> {
  // Pressed twice: it is saved already.
  if (!isDraft(reminder)) return inPlace(...detailBlocks(reminder, context));
  if (messageProblem(reminder.kind, reminder.message, context) !== undefined) return inPlace(...(await show(reminder, context)));
  const saved = await saveReminder(reminder, call, context);
  return inPlace({ type: "text", text: context.say("reminders.saved", { channel: placeLink(saved) }) }, ...detailBlocks(saved, context));
}

async function openForm(call: Call, context: Context): Promise<Outcome> {
  const base = call.subject === undefined ? undefined : await requireScheduled(call.subject, call, context);
  const { say, knowledge, language } = context;
  const text = say("reminders.how", { command: knowledge.commandWord("remind", language) });
  return { ...privately({ type: "text", text }), form: reminderForm(base, timeZoneOf(call, context), context) };
}

async function submitted(call: Call, context: Context): Promise<Outcome> {
  const base = call.subject === undefined ? undefined : await requireScheduled(call.subject, call, context);
  const { channel = "", kind, when = "", zone, text } = call.options;
  const asked = {
    channel,
    when,
    zone,
    ...(kind === undefined ? {} : { kind: kind as ChannelKind }),
    ...(text === undefined ? {} : { message: text }),
  };
  return draft(asked, base, call, context);
}

function deleteButtons({ id }: Reminder, { say }: Context): Block {
  return {
    type: "buttons",
    buttons: [
      { label: say("reminders.delete-yes"), style: "danger", action: { command: "reminders", verb: "delete-yes", subject: id } },
      { label: say("reminders.back"), action: { command: "reminders", verb: "show", subject: id } },
    ],
  };
}

function splitOnce(subject: string): string[] {
  const at = subject.indexOf("/");
  return at < 0 ? [subject] : [subject.slice(0, at), subject.slice(at + 1)];
}
