import { channelOf } from "../channel-reference.ts";
import { saveDraft } from "../channel-reminders.ts";
import { requireWorkspace } from "../guards.ts";
import type { Command } from "../registry.ts";
import { choices, previewBlocks, previewButtons } from "../reminders-view.ts";
import { privately } from "../reply.ts";
import { inZoneOf } from "../schedule/same-moment.ts";
import { timeZoneOf } from "../time-zone-choice.ts";

/** Shows the announcement as it would stand in a channel, and posts it there when the admin says so. */
export const announce: Command = {
  name: "announce",
  options: [{ name: "channel", required: true, type: "channel" }],
  audience: "admins",
  listed: true,
  async run(call, context) {
    const { platform, workspace } = requireWorkspace(call.request);
    const place = channelOf(call.options["channel"] ?? "", platform);
    const { settings, language, region, clock } = context;
    const content = {
      to: { platform, workspace, place },
      kind: "announcement" as const,
      schedule: inZoneOf(clock(), timeZoneOf(call, context) ?? "UTC"),
      language: settings.language ?? language,
      ...(region ? { region } : {}),
    };
    const draft = await saveDraft(content, undefined, call, context, "draft-now");
    return privately(...(await previewBlocks(draft, previewButtons(draft, true, context), context)), ...choices(draft, context));
  },
};
