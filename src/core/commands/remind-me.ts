import { FORM_VERB } from "../action.ts";
import { UserError } from "../errors.ts";
import { currentWalkthrough, makePersonalReminder, moveToZone, type Purpose, requirePersonal } from "../personal-reminders.ts";
import type { Call, Command, Context } from "../registry.ts";
import { keptBlocks, overviewBlocks, WHEN_LENGTH, whenForm } from "../remind-me-view.ts";
import type { Schedule } from "../reminder.ts";
import { inPlace, type Outcome, privately } from "../reply.ts";
import { isPreset, type Preset, presetSchedule } from "../schedule/presets.ts";
import { inZoneOf, isSameEverywhere } from "../schedule/same-moment.ts";
import { readTimeZone } from "../schedule/time-zones.ts";
import { timeZoneChoice, timeZoneOf } from "../time-zone-choice.ts";
import { readWhen } from "../when.ts";

/** So much of what was typed fits into the button that goes on with it once the time zone is known. */
const CARRIED_LENGTH = 50;

/**
 * Reminds the person by direct message. Where the platform does not tell their time zone it is asked for once, and what they
 * wanted goes on from there: a subject `l/linkedin/hour` is a preset, `r/linkedin` the re-check, `t/linkedin/…` a text,
 * `w/<id>` a reminder that keeps its time of day in the new zone, `k/<id>` one that keeps its moment.
 */
export const remindMe: Command = {
  name: "remind-me",
  options: [{ name: "when", required: false, rest: true }],
  audience: "everyone",
  listed: true,
  async run(call, context) {
    const subject = call.subject ?? "";
    const when = call.options["when"]?.trim();
    switch (call.verb) {
      case FORM_VERB:
        return whenForm(await aboutOf(subject, call, context), context);
      case "later":
        return goOn(`l/${subject}`, call, context);
      case "recheck":
        return goOn(`r/${subject}`, call, context);
      case "zones":
        return askZone(subject, context);
      case "zone":
        return setZone(subject, call, context);
      case "cancel":
        return cancel(subject, call, context);
      default:
        return when ? goOn(`t/${await aboutOf(subject, call, context)}/${when}`, call, context) : overview(call, context);
    }
  },
};

async function goOn(then: string, call: Call, context: Context): Promise<Outcome> {
  const timeZone = timeZoneOf(call, context);
  const [, kind, what = "", rest = ""] = /^(\w)\/([^/]*)(?:\/(.*))?$/s.exec(then) ?? [];
  if (kind === undefined) return overview(call, context);
  if (timeZone === undefined && !(kind === "t" && needsNoZone(rest, context))) return askZone(then, context);
  const zone = timeZone ?? "UTC";
  switch (kind) {
    case "l":
      return isPreset(rest) ? keepPreset(rest, { kind: "personal", walkthrough: what }, zone, call, context) : overview(call, context);
    case "r":
      return keepPreset("half-year", { kind: "recheck", walkthrough: what }, zone, call, context);
    case "t":
      return keepText(rest, { kind: "personal", walkthrough: what }, zone, call, context);
    case "w":
    case "k":
      return rezone(what, kind === "k", zone, call, context);
    default:
      return overview(call, context);
  }
}

async function keepPreset(preset: Preset, purpose: Purpose, zone: string, call: Call, context: Context): Promise<Outcome> {
  if (purpose.kind === "recheck") {
    const other = (await context.store.personalReminders(call.request.identity)).find(
      ({ kind, subject }) => kind === "recheck" && subject === purpose.walkthrough,
    );
    if (other) return privately(...keptBlocks(other, `w/${other.id}`, context));
  }
  return keep(presetSchedule(preset, context.clock(), zone), preset === "hour", purpose, call, context);
}

async function keepText(text: string, purpose: Purpose, zone: string, call: Call, context: Context): Promise<Outcome> {
  const read = (timeZone: string) => readWhen(text.slice(0, WHEN_LENGTH), timeZone, context);
  const schedule = read(zone);
  if (typeof schedule === "string") throw new UserError(`remind-me.${schedule}`);
  if (schedule.rule !== undefined) throw new UserError("remind-me.only-once");
  return keep(schedule, isSameEverywhere(read), purpose, call, context);
}

async function keep(schedule: Schedule, isElapsed: boolean, purpose: Purpose, call: Call, context: Context): Promise<Outcome> {
  if (!context.knowledge.walkthrough(purpose.walkthrough)) throw new UserError("errors.walkthrough-gone");
  const reminder = await makePersonalReminder(schedule, purpose, call, context);
  return privately(...keptBlocks(reminder, `${isElapsed ? "k" : "w"}/${reminder.id}`, context));
}

/** "In an hour" stays an hour from now whatever the zone; "tomorrow at nine" is meant by the person's own clock. */
async function rezone(id: string, keepsInstant: boolean, zone: string, call: Call, context: Context): Promise<Outcome> {
  const reminder = await requirePersonal(id, call, context);
  const schedule = keepsInstant ? inZoneOf(reminder.nextAt ?? context.clock(), zone) : { ...reminder.schedule, timeZone: zone };
  const moved = await moveToZone(reminder, schedule, context);
  return inPlace(...keptBlocks(moved, `${keepsInstant ? "k" : "w"}/${id}`, context));
}

function askZone(then: string, context: Context): Outcome {
  const isCarried = then.length <= CARRIED_LENGTH;
  const carried = isCarried ? then : "";
  const choice = timeZoneChoice((zone) => ({ command: "remind-me", verb: "zone", subject: `${zone} ${carried}` }), context);
  return privately({ type: "text", text: context.say(isCarried ? "time-zone.ask" : "time-zone.ask-again") }, ...choice);
}

async function setZone(subject: string, call: Call, context: Context): Promise<Outcome> {
  const [name = "", ...then] = subject.split(" ");
  const timeZone = readTimeZone(name);
  if (timeZone === undefined) throw new UserError("time-zone.no-such");
  await context.store.savePreferences(call.request.identity, { timeZone }, context.clock());
  return goOn(then.join(" "), call, { ...context, preferences: { ...context.preferences, timeZone } });
}

async function cancel(id: string, call: Call, context: Context): Promise<Outcome> {
  await requirePersonal(id, call, context);
  await context.store.deleteReminder(id);
  return inPlace({ type: "text", text: context.say("remind-me.cancelled") });
}

async function overview(call: Call, context: Context): Promise<Outcome> {
  const reminders = await context.store.personalReminders(call.request.identity);
  return privately(...overviewBlocks(reminders, await currentWalkthrough(call, context), context));
}

/** The walkthrough that was named, if there is one of that name, else the one that the person is in. */
async function aboutOf(walkthrough: string, call: Call, context: Context): Promise<string> {
  return context.knowledge.walkthrough(walkthrough) ? walkthrough : currentWalkthrough(call, context);
}

/** A text may name its time zone itself; and nobody is asked for theirs when the text is not understood anyway. */
function needsNoZone(text: string, context: Context): boolean {
  const schedule = readWhen(text, "UTC", context);
  return typeof schedule === "string" ? schedule !== "past" : schedule.timeZone !== "UTC";
}
