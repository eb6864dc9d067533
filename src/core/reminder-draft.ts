import { channelOf } from "./channel-reference.ts";
import { type Content, saveDraft } from "./channel-reminders.ts";
import { UserError } from "./errors.ts";
import { requireWorkspace } from "./guards.ts";
import type { Stored } from "./ports.ts";
import type { Call, Context } from "./registry.ts";
import type { RemindRequest } from "./remind-request.ts";
import { MESSAGE_LENGTH, type Reminder, type Schedule } from "./reminder.ts";
import { restrictMarkdown } from "./reminder-message.ts";
import { draftBlocks, zoneBlocks } from "./reminders-view.ts";
import { type Outcome, privately } from "./reply.ts";
import { inZoneOf } from "./schedule/same-moment.ts";
import { readTimeZone } from "./schedule/time-zones.ts";
import { timeZoneOf } from "./time-zone-choice.ts";
import { readWhen } from "./when.ts";

/** What somebody asked for, with the channel and the time zone as they were written. */
export interface DraftRequest extends RemindRequest {
  channel: string;
  zone?: string | undefined;
}

/**
 * Keeps what was asked for as a draft and shows it with its next dates, to be saved, changed or given up. What is not
 * understood of it is told; what is understood is kept all the same.
 * @param base the reminder or draft that is changed
 * @throws {UserError} where the channel is none
 */
export async function draft(asked: DraftRequest, base: Stored<Reminder> | undefined, call: Call, context: Context): Promise<Outcome> {
  const { platform, workspace } = requireWorkspace(call.request);
  const place = channelOf(asked.channel, platform);
  const { schedule, problem, isGuess } = scheduleOf(asked, call, context);
  const kind = asked.kind ?? "announcement";
  const message = restrictMarkdown(asked.message ?? "");
  const about = asked.about ?? (base?.kind === kind ? base.subject : undefined);
  const region = base ? base.region : context.region;
  const content: Content = {
    to: { platform, workspace, place },
    kind,
    schedule,
    language: base?.language ?? context.settings.language ?? context.language,
    ...(region ? { region } : {}),
    ...(about === undefined ? {} : { subject: about }),
    ...(kind === "company-message" ? { message: message.slice(0, MESSAGE_LENGTH) } : {}),
  };
  const saved = await saveDraft(content, base, call, context);
  const trouble = problem ?? messageProblem(kind, message, context);
  if (trouble === undefined && isGuess) return privately(...zoneBlocks(saved, context));
  return privately(...draftBlocks(saved, trouble, context));
}

/** Why a draft cannot be saved; undefined when it can. */
export function messageProblem(kind: string, message: string | undefined, { say }: Context): string | undefined {
  if (kind !== "company-message") return undefined;
  if (!message) return say("reminders.no-message");
  return message.length > MESSAGE_LENGTH ? say("reminders.message-too-long", { count: MESSAGE_LENGTH }) : undefined;
}

/** A time that is not understood is replaced by the present, which is never ahead, so that it cannot be saved by mistake. */
function scheduleOf(
  { when, zone }: DraftRequest,
  call: Call,
  context: Context,
): { schedule: Schedule; problem?: string; isGuess?: boolean } {
  const { say, clock } = context;
  const typed = zone?.trim() ? readTimeZone(zone) : timeZoneOf(call, context);
  const timeZone = typed ?? "UTC";
  if (zone?.trim() && typed === undefined) return { schedule: inZoneOf(clock(), timeZone), problem: say("time-zone.no-such") };
  const read = readWhen(when, timeZone, context);
  if (typeof read === "string") return { schedule: inZoneOf(clock(), timeZone), problem: say(`reminders.${read}`) };
  // Nobody said where the clock is that the time was meant by.
  return { schedule: read, isGuess: typed === undefined && read.timeZone === timeZone };
}

/**
 * In words nothing is kept of what is not understood: it stands in the conversation.
 * @throws {UserError} for a time that is not understood or past
 */
export function requireWhen(when: string, call: Call, context: Context): void {
  const read = readWhen(when, timeZoneOf(call, context) ?? "UTC", context);
  if (typeof read === "string") throw new UserError(`reminders.${read}`);
}
