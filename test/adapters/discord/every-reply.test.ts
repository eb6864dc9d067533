import { describe, expect, it } from "vitest";
import { buildCommands } from "../../../src/adapters/discord/commands.ts";
import { renderForm } from "../../../src/adapters/discord/form.ts";
import { renderReply } from "../../../src/adapters/discord/render.ts";
import { commandDefinitions } from "../../../src/core/command-definitions.ts";
import { COMMANDS } from "../../../src/core/commands.ts";
import { LANGUAGES } from "../../../src/core/languages.ts";
import { createRegistry } from "../../../src/core/registry.ts";
import type { Outcome } from "../../../src/core/reply.ts";
import { suggestTopics } from "../../../src/core/suggest-topics.ts";
import { everyReplyContract } from "../../contracts/every-reply.ts";
import { realKnowledge } from "../../conversation.ts";
import { commandProblems } from "../../emulators/discord-command-rules.ts";
import { callbackProblems, messageProblems } from "../../emulators/discord-message-rules.ts";

/** What Slack calls that which is a server on Discord, in every language; but where the words name both, or LinkedIn's settings. */
const WORKSPACE =
  /(workspace|werkruimte|espacio de trabajo|este espacio|espaço|przestrzeni|(cet |votre |l’|par )espace|(questo |tuo |lo |per )spazio)(?! \((or|oder|ou|o|of|lub|lub na) ser[vw]| consacré| dedicato)/i;

/** What Discord would hold against a reply as a new message, as an edit and as a follow-up, and against its form. */
function problemsOf({ reply, form }: Pick<Outcome, "reply" | "form">): string[] {
  const bodies = renderReply(reply);
  const messages = bodies.flatMap((body) => (["create", "edit", "followUp"] as const).flatMap((kind) => messageProblems(kind, body)));
  const pings = bodies.filter(({ allowed_mentions }) => allowed_mentions.parse.length > 0).map(() => "it pings");
  const opened = form ? callbackProblems({ type: 9, data: renderForm(form) }) : [];
  const wrong = WORKSPACE.exec(JSON.stringify([bodies, form]));
  const words = wrong ? [`it speaks of a ${wrong[0]}: ${wrong.input.slice(wrong.index - 60, wrong.index + 60)}`] : [];
  return [...messages, ...opened].map(({ path, code, message }) => `${path} ${code} ${message}`).concat(pings, words);
}

everyReplyContract({
  name: "Discord",
  admin: { platform: "discord", tenant: "discord", person: "100000000000000009" },
  workspace: "200000000000000009",
  place: { id: "300000000000000009", kind: "channel" },
  note: "Ask @everyone & <@&1>: *please*",
  menuVerbs: ["stale"],
  texts: ["lunch?", "are my CVs and my private messages used?", "opt out", "x".repeat(4_000), "@everyone <@&1> *&* :smile: `​``"],
  problemsOf,
});

it("Discord takes all commands in all languages together", () => {
  const knowledge = realKnowledge();
  expect(commandProblems(buildCommands(commandDefinitions(createRegistry(COMMANDS), knowledge, "discord"), knowledge.say))).toEqual([]);
});

describe.each(LANGUAGES)("in %s Discord takes", (language) => {
  it("the title of each topic as a suggestion", () => {
    const choices = suggestTopics("", language, realKnowledge(), 1_000).map(({ topic, title }) => ({ value: topic, name: title }));
    for (const choice of choices) expect(callbackProblems({ type: 8, data: { choices: [choice] } }), choice.name).toEqual([]);
  });
});
