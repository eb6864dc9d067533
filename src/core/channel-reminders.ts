import { UserError } from "./errors.ts";
import { requireWorkspace } from "./guards.ts";
import type { Stored } from "./ports.ts";
import type { Call, Context } from "./registry.ts";
import { MOST_OF_WORKSPACE, type Reminder } from "./reminder.ts";
import type { Place } from "./request.ts";
import { nextOccurrence } from "./schedule/occurrences.ts";
import { inZoneOf } from "./schedule/same-moment.ts";

/** A reminder into a channel. */
export type ChannelReminder = Reminder & { to: { place: Place } };

/** What of a reminder its makers decide. */
export type Content = Pick<Reminder, "to" | "kind" | "subject" | "message" | "language" | "region" | "schedule">;

/** True for a reminder that was not saved yet, and so is not posted. */
export function isDraft({ pauseReason }: Pick<Reminder, "pauseReason">): boolean {
  return pauseReason?.startsWith("draft") ?? false;
}

/** True for a draft that is not scheduled but posted at once, when somebody says so. */
export function isForNow({ pauseReason }: Pick<Reminder, "pauseReason">): boolean {
  return pauseReason === "draft-now";
}

/** What is scheduled in the workspace, oldest first, without drafts. */
export async function scheduledIn({ request }: Call, { store }: Context): Promise<Stored<Reminder>[]> {
  const { platform, workspace } = requireWorkspace(request);
  const all = await store.channelReminders(platform, workspace);
  return all.filter((reminder) => !isDraft(reminder));
}

/**
 * A reminder of this workspace. Buttons and forms name reminders by id, and an id of another workspace must open nothing.
 * @throws {UserError} when there is none of that id here.
 */
export async function requireScheduled(id: string, { request }: Call, { store }: Context): Promise<Stored<ChannelReminder>> {
  const { platform, workspace } = requireWorkspace(request);
  const reminder = await store.reminder(id);
  if (!reminder || reminder.to.platform !== platform || reminder.to.workspace !== workspace || !("place" in reminder.to)) {
    throw new UserError("reminders.gone");
  }
  return reminder as Stored<ChannelReminder>;
}

/** Keeps what is to become a reminder, or the change of one, until somebody saves it: nothing that was typed is lost meanwhile. */
export async function saveDraft(
  content: Content,
  base: Stored<Reminder> | undefined,
  call: Call,
  context: Context,
  reason: "draft" | "draft-now" = "draft",
): Promise<Stored<Reminder>> {
  const now = context.clock();
  const isNew = !base || !isDraft(base);
  const draft: Reminder = {
    ...content,
    id: isNew ? crypto.randomUUID() : base.id,
    maker: call.request.identity,
    status: "paused",
    pauseReason: isNew ? (base ? `draft-of:${base.id}` : reason) : (base.pauseReason ?? reason),
    posts: base?.posts ?? 0,
    createdAt: isNew ? now : base.createdAt,
    updatedAt: now,
  };
  return { ...draft, version: await write(draft, isNew ? 0 : base.version, context) };
}

/**
 * Puts a draft into force. What it is a change of takes its content on and keeps its history.
 * @throws {UserError} when it has no occurrence ahead, or the workspace has as many reminders as one may have.
 */
export async function saveReminder(draft: Stored<ChannelReminder>, call: Call, context: Context): Promise<Stored<Reminder>> {
  const original = draft.pauseReason?.split(":")[1];
  const target = original === undefined ? draft : await requireScheduled(original, call, context);
  const others = (await scheduledIn(call, context)).filter(({ status, id }) => status !== "ended" && id !== target.id);
  if (others.length >= MOST_OF_WORKSPACE) throw new UserError("reminders.too-many", { count: MOST_OF_WORKSPACE });
  const paused = original !== undefined && target.status === "paused";
  // What the change leaves out is left out: the message of a reminder that is none of the company's any more.
  const { subject: _subject, message: _message, region: _region, ...kept } = target;
  const saved = await update({ ...kept, ...contentOf(draft) }, paused ? "paused" : "on", context);
  if (original !== undefined) await context.store.deleteReminder(draft.id);
  return saved;
}

/**
 * Changes whether a reminder is posted, and computes when next.
 * @throws {UserError} when there is no occurrence ahead, or somebody else changed it at the same moment.
 */
export async function update(
  { version, pauseReason: _reason, nextAt: _next, ...reminder }: Stored<Reminder>,
  status: "on" | "paused",
  context: Context,
): Promise<Stored<Reminder>> {
  const now = context.clock();
  const nextAt = nextOccurrence(reminder.schedule, now);
  if (nextAt === undefined && status === "on") throw new UserError("reminders.nothing-ahead");
  const changed: Reminder = { ...reminder, status, ...(status === "on" && nextAt !== undefined ? { nextAt } : {}), updatedAt: now };
  return { ...changed, version: await write(changed, version, context) };
}

/**
 * Makes a reminder due at once; a draft of something that happens once happens now.
 * @param version the version that whoever pressed has seen: a second press finds another one and posts nothing
 * @throws {UserError} when the reminder was posted or changed since
 */
export async function postNow(reminder: Stored<Reminder>, version: number, context: Context): Promise<void> {
  const now = context.clock();
  const { version: _version, pauseReason: _reason, ...rest } = reminder;
  const schedule = isDraft(reminder) ? inZoneOf(now, reminder.schedule.timeZone) : reminder.schedule;
  await write({ ...rest, schedule, status: "on", nextAt: now, updatedAt: now }, version, context);
}

async function write(reminder: Reminder, version: number, { store }: Context): Promise<number> {
  if (!(await store.saveReminder(reminder, version))) throw new UserError("reminders.changed");
  return version + 1;
}

function contentOf({ to, kind, subject, message, language, region, schedule }: Reminder): Content {
  return {
    to,
    kind,
    language,
    schedule,
    ...(subject === undefined ? {} : { subject }),
    ...(message === undefined ? {} : { message }),
    ...(region === undefined ? {} : { region }),
  };
}
