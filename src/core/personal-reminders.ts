import { UserError } from "./errors.ts";
import { workspaceOf } from "./guards.ts";
import type { Stored } from "./ports.ts";
import type { Call, Context } from "./registry.ts";
import { MOST_PERSONAL, type Reminder, type Schedule } from "./reminder.ts";
import type { Identity } from "./request.ts";
import { nextOccurrence } from "./schedule/occurrences.ts";

/** What a personal reminder is about. */
export interface Purpose {
  kind: "personal" | "recheck";
  /** A walkthrough's id. */
  walkthrough: string;
}

/**
 * Keeps a reminder for the person, by direct message.
 * @throws {UserError} when the person has as many as one may have, or the time is past.
 */
export async function makePersonalReminder(
  schedule: Schedule,
  { kind, walkthrough }: Purpose,
  call: Call,
  context: Context,
): Promise<Reminder> {
  const { store, clock, language, region } = context;
  const { identity } = call.request;
  const now = clock();
  const existing = await store.personalReminders(identity);
  if (existing.length >= MOST_PERSONAL) throw new UserError("remind-me.too-many", { count: MOST_PERSONAL });
  const nextAt = nextOccurrence(schedule, now);
  if (nextAt === undefined) throw new UserError("remind-me.past");
  const reminder: Reminder = {
    id: crypto.randomUUID(),
    maker: identity,
    // A direct message on Discord belongs to no server; the person is then reached through the platform itself.
    to: { platform: identity.platform, workspace: workspaceOf(call.request)?.workspace ?? identity.tenant, person: identity.person },
    kind,
    subject: walkthrough,
    language,
    ...(region ? { region } : {}),
    schedule,
    status: "on",
    nextAt,
    posts: 0,
    createdAt: now,
    updatedAt: now,
  };
  await store.saveReminder(reminder, 0);
  return reminder;
}

/**
 * The person's own reminder.
 * @throws {UserError} when it is somebody else's, was sent already or is gone.
 */
export async function requirePersonal(id: string, { request }: Call, { store }: Context): Promise<Stored<Reminder>> {
  const reminder = await store.reminder(id);
  if (!reminder || "place" in reminder.to || !isSame(reminder.maker, request.identity)) throw new UserError("remind-me.gone");
  return reminder;
}

/**
 * The reminder in another time zone: at the same time of its clock, or (`keepInstant`) at the same moment.
 * @throws {UserError} when that is past.
 */
export async function moveToZone(reminder: Stored<Reminder>, schedule: Schedule, { store, clock }: Context): Promise<Reminder> {
  const nextAt = nextOccurrence(schedule, clock());
  if (nextAt === undefined) throw new UserError("remind-me.past");
  const { version, ...rest } = reminder;
  const moved: Reminder = { ...rest, schedule, nextAt, updatedAt: clock() };
  if (!(await store.saveReminder(moved, version))) throw new UserError("remind-me.gone");
  return moved;
}

/** What the person is in the middle of, which is what an unspecified reminder is about; else the LinkedIn switch. */
export async function currentWalkthrough({ request }: Call, { store, knowledge }: Context): Promise<string> {
  const open = (await store.progress(request.identity)).filter(
    ({ status, walkthrough }) => status !== "done" && knowledge.walkthrough(walkthrough),
  );
  return open.toSorted((one, other) => other.updatedAt - one.updatedAt)[0]?.walkthrough ?? "linkedin";
}

function isSame(one: Identity, other: Identity): boolean {
  return one.platform === other.platform && one.tenant === other.tenant && one.person === other.person;
}
