import { requireManager, requireWorkspace } from "../guards.ts";
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from "../languages.ts";
import type { Command } from "../registry.ts";
import { inPlace, type Option, privately } from "../reply.ts";

/** Sets the language in which the bot speaks with the person. */
export const language: Command = {
  name: "language",
  options: [
    { name: "scope", required: false, choices: ["workspace"] },
    { name: "code", required: false, choices: LANGUAGES },
  ],
  audience: "everyone",
  listed: true,
  async run(call, context) {
    const code = call.verb === "set" ? call.subject : call.options["code"];
    if (code === undefined || !isLanguage(code)) {
      const options = LANGUAGES.map(
        (choice): Option => ({ label: LANGUAGE_NAMES[choice], action: { command: "language", verb: "set", subject: choice } }),
      );
      const current = context.say("language.current", { name: LANGUAGE_NAMES[context.language] });
      return privately({ type: "text", text: current }, { type: "select", placeholder: context.say("language.choose"), options });
    }
    if (call.options["scope"] === "workspace") {
      await requireManager(call.request, context.store);
      await context.store.saveSettings(requireWorkspace(call.request), { language: code }, context.clock());
      return privately({ type: "text", text: context.say("setup.language-set", { name: LANGUAGE_NAMES[code] }) });
    }
    await context.store.savePreferences(call.request.identity, { language: code }, context.clock());
    const text = context.knowledge.say(code)("language.set", { name: LANGUAGE_NAMES[code] });
    return inPlace({ type: "text", text });
  },
};
