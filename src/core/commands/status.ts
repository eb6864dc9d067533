import { progressSummary } from "../progress-summary.ts";
import type { Command, Context } from "../registry.ts";
import { reminderRow } from "../remind-me-view.ts";
import type { Reminder } from "../reminder.ts";
import { type Button, type Markdown, privately } from "../reply.ts";

function nextReminder(reminder: Reminder, context: Context): { label: string; value: Markdown } {
  const { label, value } = reminderRow(reminder, context);
  return { label: context.say("status.reminder", { title: label }), value };
}

/** What the person has done, for their eyes only. */
export const status: Command = {
  name: "status",
  options: [],
  audience: "everyone",
  listed: true,
  async run(call, context) {
    const { say, store, knowledge } = context;
    const all = (await store.progress(call.request.identity)).filter((progress) => knowledge.walkthrough(progress.walkthrough));
    const reminders = await store.personalReminders(call.request.identity);
    if (all.length === 0 && reminders.length === 0) {
      const start: Button = {
        label: say("menu.opt-out"),
        style: "primary",
        action: { command: "optout", verb: "start", subject: "linkedin" },
      };
      return privately({ type: "text", text: say("status.nothing") }, { type: "buttons", buttons: [start] });
    }
    const buttons = all.map((progress): Button => {
      const { title } = knowledge.walkthroughText(progress.walkthrough, context.language);
      return progress.status === "done"
        ? {
            label: say("status.undo", { title }),
            action: { command: "optout", verb: "undo", subject: `${progress.walkthrough}/${progress.step}` },
          }
        : {
            label: say("status.resume", { title }),
            style: "primary",
            action: { command: "optout", verb: "start", subject: progress.walkthrough },
          };
    });
    return privately(
      { type: "heading", text: say("status.title") },
      {
        type: "facts",
        rows: [...all.map((progress) => progressSummary(progress, context)), ...reminders.map((one) => nextReminder(one, context))],
      },
      { type: "note", text: say("status.yours-alone") },
      { type: "buttons", buttons: [...buttons, { label: say("remind-me.title"), action: { command: "remind-me", verb: "run" } }] },
    );
  },
};
