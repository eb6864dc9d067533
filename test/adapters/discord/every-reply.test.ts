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

/** What Discord would hold against a reply as a new message, as an edit and as a follow-up, and against its form. */
function problemsOf({ reply, form }: Pick<Outcome, "reply" | "form">): string[] {
  const bodies = renderReply(reply);
  const messages = bodies.flatMap((body) => (["create", "edit", "followUp"] as const).flatMap((kind) => messageProblems(kind, body)));
  const pings = bodies.filter(({ allowed_mentions }) => allowed_mentions.parse.length > 0).map(() => "it pings");
  const opened = form ? callbackProblems({ type: 9, data: renderForm(form) }) : [];
  return [...messages, ...opened].map(({ path, code, message }) => `${path} ${code} ${message}`).concat(pings);
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
  expect(commandProblems(buildCommands(commandDefinitions(createRegistry(COMMANDS), knowledge), knowledge.say))).toEqual([]);
});

describe.each(LANGUAGES)("in %s Discord takes", (language) => {
  it("the title of each topic as a suggestion", () => {
    const choices = suggestTopics("", language, realKnowledge(), 1_000).map(({ topic, title }) => ({ value: topic, name: title }));
    for (const choice of choices) expect(callbackProblems({ type: 8, data: { choices: [choice] } }), choice.name).toEqual([]);
  });
});
