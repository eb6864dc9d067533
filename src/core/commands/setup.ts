import { FORM_VERB } from "../action.ts";
import { requireWorkspace } from "../guards.ts";
import type { Call, Command, Context } from "../registry.ts";
import { type Block, type Outcome, privately } from "../reply.ts";
import { readSetting, SETTINGS, type Setting, saveSettings } from "../setup.ts";
import { setupBlocks, setupForm } from "../setup-view.ts";
import type { SettingsChange } from "../workspace.ts";

/** What admins set for everybody in the workspace: shown, changed in a form, or in words (`setup region uk`). */
export const setup: Command = {
  name: "setup",
  options: [
    { name: "setting", required: false, choices: SETTINGS },
    { name: "value", required: false, rest: true },
  ],
  audience: "admins",
  listed: true,
  async run(call, context) {
    const workspace = requireWorkspace(call.request);
    switch (call.verb) {
      case FORM_VERB:
        return { ...(await overview(call, context)), form: setupForm(context.settings, context) };
      case "save": {
        const change: SettingsChange = {};
        for (const name of SETTINGS) Object.assign(change, readSetting(name, call.options[name] ?? "", workspace, context));
        return saved(change, call, context);
      }
      default: {
        const { setting, value } = call.options;
        if (setting === undefined) return overview(call, context);
        // The registry lets only these through in words; a platform's own menu may not.
        if (!isSetting(setting) || value === undefined) return overview(call, context, "setup.how");
        return saved(readSetting(setting, value, workspace, context), call, context);
      }
    }
  },
};

async function saved(change: SettingsChange, call: Call, context: Context): Promise<Outcome> {
  const workspace = requireWorkspace(call.request);
  await saveSettings(workspace, change, call.request.id, context);
  return overview(call, { ...context, settings: await context.store.settings(workspace) }, "setup.saved");
}

/** What is set, with a line before it. */
async function overview(call: Call, context: Context, first?: string): Promise<Outcome> {
  const { store, settings, say, knowledge, language } = context;
  const workspace = requireWorkspace(call.request);
  const [notes, managers] = await Promise.all([store.notedTopics(workspace), store.managers(workspace)]);
  const command = knowledge.commandWord("setup", language);
  const line: Block[] = first === undefined ? [] : [{ type: "text", text: say(first, { command }) }];
  return privately(...line, ...setupBlocks(settings, { notes: notes.length, managers: managers.length }, context));
}

function isSetting(text: string): text is Setting {
  return (SETTINGS as readonly string[]).includes(text);
}
