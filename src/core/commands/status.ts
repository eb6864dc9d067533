import { progressSummary } from "../progress-summary.ts";
import type { Command } from "../registry.ts";
import { type Button, privately } from "../reply.ts";

/** What the person has done, for their eyes only. */
export const status: Command = {
  name: "status",
  options: [],
  audience: "everyone",
  listed: true,
  async run(call, context) {
    const { say, store, knowledge } = context;
    const all = (await store.progress(call.request.identity)).filter((progress) => knowledge.walkthrough(progress.walkthrough));
    if (all.length === 0) {
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
      { type: "facts", rows: all.map((progress) => progressSummary(progress, context)) },
      { type: "note", text: say("status.yours-alone") },
      { type: "buttons", buttons },
    );
  },
};
