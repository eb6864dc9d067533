import { requireWorkspace } from "../guards.ts";
import type { Call, Command, Context } from "../registry.ts";
import { type Block, type Outcome, privately } from "../reply.ts";
import { monthOf } from "../usage.ts";
import type { Usage, UsageEvent, Workspace } from "../workspace.ts";

/** A number below this is not said: it could point at somebody. */
const LEAST_SHOWN = 5;

/** How many topics are listed. */
const TOPICS_SHOWN = 10;

/** What people in the workspace asked and did in a month: numbers only, and no small ones. A press's subject is the month. */
export const stats: Command = {
  name: "stats",
  options: [],
  audience: "admins",
  listed: true,
  async run(call, context) {
    const now = monthOf(context.clock());
    const month = call.verb === "month" && isMonth(call.subject) ? call.subject : now;
    return show(month, now, call, context);
  },
};

async function show(month: string, now: string, { request }: Call, context: Context): Promise<Outcome> {
  const { say, store, knowledge, language } = context;
  const workspace = requireWorkspace(request);
  await context.flushCounts();
  const counted = await store.usage(workspace, month);
  const total = (event: UsageEvent) =>
    amount(
      counted.filter((one) => one.event === event).reduce((sum, { count }) => sum + count, 0),
      context,
    );
  const other = month === now ? monthBefore(now) : now;
  const rows = [
    { label: say("stats.answers"), value: total("answer") },
    { label: say("stats.unknown"), value: total("unknown") },
    { label: say("stats.begun"), value: total("begun") },
    { label: say("stats.done"), value: total("done") },
    { label: say("stats.checks"), value: total("check") },
    { label: say("stats.handoffs"), value: total("handoff") },
    { label: say("stats.reminders"), value: amount(await postsOf(workspace, context), context) },
  ];
  return privately(
    { type: "heading", text: say("stats.heading") },
    { type: "text", text: say("stats.period", { from: dayText(`${month}-01`), to: dayText(lastDayOf(month)) }) },
    { type: "facts", rows },
    ...topicBlocks(counted, context),
    { type: "note", text: say("stats.no-person", { least: LEAST_SHOWN }) },
    {
      type: "buttons",
      buttons: [
        { label: say("stats.since", { day: dayText(`${other}-01`) }), action: { command: "stats", verb: "month", subject: other } },
      ],
    },
  );

  function dayText(day: string): string {
    return knowledge.formatDay(day, language);
  }
}

/** The topics asked about most. Those asked about seldom are not even named: that somebody asked is said by the name already. */
function topicBlocks(counted: readonly Usage[], { say, knowledge, language }: Context): Block[] {
  const often = counted.filter(({ event, count }) => event === "answer" && count >= LEAST_SHOWN);
  const rows = often.flatMap(({ subject, count }) => {
    const topic = knowledge.topic(subject, language);
    return topic ? [{ label: topic.title, value: String(count) }] : [];
  });
  if (rows.length === 0) return [];
  return [
    { type: "text", text: `**${say("stats.topics")}**` },
    { type: "facts", rows: rows.slice(0, TOPICS_SHOWN) },
  ];
}

function amount(count: number, { say }: Context): string {
  return count < LEAST_SHOWN ? say("stats.fewer", { least: LEAST_SHOWN }) : String(count);
}

/** What the reminders that there are now posted so far. */
async function postsOf({ platform, workspace }: Workspace, { store }: Context): Promise<number> {
  const reminders = await store.channelReminders(platform, workspace);
  return reminders.reduce((sum, { posts }) => sum + posts, 0);
}

function isMonth(text: string | undefined): text is string {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text ?? "");
}

function monthBefore(month: string): string {
  const first = new Date(`${month}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() - 1);
  return monthOf(first.getTime());
}

function lastDayOf(month: string): string {
  const day = new Date(`${month}-01T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + 1, 0);
  return day.toISOString().slice(0, 10);
}
