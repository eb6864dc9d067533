import type { Command } from "../registry.ts";
import { readRemindText } from "../remind-request.ts";
import { CHANNEL_KINDS, type ChannelKind } from "../reminder.ts";
import { draft, requireWhen } from "../reminder-draft.ts";

/** Schedules posts into a channel, in words: `remind #channel every monday 9:00 how-to`. Nothing is posted before it is saved. */
export const remind: Command = {
  name: "remind",
  options: [
    { name: "channel", required: true, type: "channel" },
    { name: "when", required: true, rest: true },
    { name: "kind", required: false, choices: CHANNEL_KINDS },
    { name: "text", required: false },
  ],
  audience: "admins",
  listed: true,
  async run(call, context) {
    const { knowledge } = context;
    const { channel = "", when = "", kind, text } = call.options;
    const said = readRemindText(when, knowledge.commandWords, knowledge.walkthroughIds);
    const asked = {
      ...said,
      channel,
      ...(kind === undefined ? {} : { kind: kind as ChannelKind }),
      ...(text === undefined ? {} : { message: text }),
    };
    requireWhen(asked.when, call, context);
    return draft(asked, undefined, call, context);
  },
};
