import { mayManage } from "../guards.ts";
import type { Command } from "../registry.ts";
import { privately } from "../reply.ts";

/** One screen: what can be typed, and what it does. */
export const help: Command = {
  name: "help",
  options: [],
  audience: "everyone",
  listed: true,
  async run(call, { registry, knowledge, language, say, store }) {
    const isManager = await mayManage(call.request, store);
    const shown = [...registry.values()].filter((command) => command.listed && (command.audience === "everyone" || isManager));
    const rows = shown.map(({ name }) => ({
      label: knowledge.commandWord(name, language),
      value: knowledge.commandSummary(name, language),
    }));
    return privately({ type: "heading", text: say("help.title") }, { type: "text", text: say("help.intro") }, { type: "facts", rows });
  },
};
