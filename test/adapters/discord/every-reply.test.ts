import { describe, expect, it } from "vitest";
import { buildCommands } from "../../../src/adapters/discord/commands.ts";
import { renderForm } from "../../../src/adapters/discord/form.ts";
import { renderReply } from "../../../src/adapters/discord/render.ts";
import { type Action, encodeAction } from "../../../src/core/action.ts";
import { commandDefinitions } from "../../../src/core/command-definitions.ts";
import { COMMANDS } from "../../../src/core/commands.ts";
import { LANGUAGES, type Language } from "../../../src/core/languages.ts";
import { createRegistry } from "../../../src/core/registry.ts";
import type { Outcome, Reply } from "../../../src/core/reply.ts";
import type { Input } from "../../../src/core/request.ts";
import { suggestTopics } from "../../../src/core/suggest-topics.ts";
import { type Conversation, converse, realKnowledge } from "../../conversation.ts";
import { commandProblems } from "../../emulators/discord-command-rules.ts";
import { callbackProblems, messageProblems } from "../../emulators/discord-message-rules.ts";

const ADMIN = { platform: "discord", tenant: "discord", person: "100000000000000009" } as const;
const SERVER = { platform: "discord", workspace: "200000000000000009" } as const;
const PLACE = { id: "300000000000000009", kind: "channel" } as const;

/** How many presses are followed per language: far more than there are buttons in all replies to commands. */
const MOST_PRESSES = 1_500;

/** Somebody who manages a server in which everything is set, and does one thing after the other. */
async function startAdmin(locale: Language) {
  const talk: Conversation = await converse(":memory:");
  await talk.store.saveSettings(SERVER, { handoffPlace: PLACE, updatesPlace: PLACE, privacyContact: "Jo <jo@example.com> *&*" }, 1);
  await talk.store.saveNote(SERVER, "private-messages", "Ask @everyone & <@&1>: *please*", 1);
  let count = 0;
  const send = async (input: Input): Promise<Outcome | undefined> => {
    // Slow enough for the guard against floods.
    talk.clock.now += 2_000;
    const about = { identity: ADMIN, workspace: SERVER.workspace, place: PLACE, isAdmin: true, audience: "person", locale } as const;
    return talk.dispatch({ id: `request-${count++}`, ...about, input });
  };
  return { ...talk, send, press: (action: Action) => send({ kind: "press", action, private: true }) };
}

/** What Discord would hold against a reply as a new message, as an edit and as a follow-up, and against its form. */
function problemsOf(outcome: Pick<Outcome, "reply" | "form"> | undefined): string[] {
  if (!outcome) return [];
  const bodies = renderReply(outcome.reply);
  const messages = bodies.flatMap((body) => (["create", "edit", "followUp"] as const).flatMap((kind) => messageProblems(kind, body)));
  const pings = bodies.filter(({ allowed_mentions }) => allowed_mentions.parse.length > 0).map(() => "it pings");
  const form = outcome.form ? callbackProblems({ type: 9, data: renderForm(outcome.form) }) : [];
  return [...messages, ...form].map(({ path, code, message }) => `${path} ${code} ${message}`).concat(pings);
}

function actionsOf({ blocks }: Reply): Action[] {
  return blocks.flatMap((block) => {
    if (block.type === "select") return block.options.map(({ action }) => action);
    return block.type === "buttons" ? block.buttons.flatMap((button) => ("action" in button ? [button.action] : [])) : [];
  });
}

it("Discord takes all commands in all languages together", () => {
  const knowledge = realKnowledge();
  expect(commandProblems(buildCommands(commandDefinitions(createRegistry(COMMANDS), knowledge), knowledge.say))).toEqual([]);
});

describe.each(LANGUAGES)("in %s Discord takes", (language) => {
  it("every topic, and the title of each as a suggestion", async () => {
    const admin = await startAdmin(language);
    for (const subject of realKnowledge().topicIds) {
      expect(problemsOf(await admin.press({ command: "ask", verb: "topic", subject })), subject).toEqual([]);
    }
    const choices = suggestTopics("", language, realKnowledge(), 1_000).map(({ topic, title }) => ({ value: topic, name: title }));
    for (const choice of choices) expect(callbackProblems({ type: 8, data: { choices: [choice] } }), choice.name).toEqual([]);
    await admin.close();
  });

  it("every step of every walkthrough, and its help", async () => {
    const admin = await startAdmin(language);
    for (const id of realKnowledge().walkthroughIds) {
      const steps = Object.keys(realKnowledge().walkthrough(id)?.steps ?? {});
      for (const [step, aside] of steps.flatMap((one) => [[one, false] as const, [one, true] as const])) {
        const stored = (await admin.store.progress(ADMIN)).find(({ walkthrough }) => walkthrough === id);
        const at = { walkthrough: id, step, aside, trail: [], chosen: {}, status: "open", startedAt: 1, updatedAt: 1 } as const;
        await admin.store.saveProgress(ADMIN, at, stored?.version ?? 0);
        expect(problemsOf(await admin.press({ command: "optout", verb: "start", subject: id })), `${id} ${step}`).toEqual([]);
      }
    }
    await admin.close();
  });

  it("the reply to every command, and to every button and option that can be reached from them", async () => {
    const admin = await startAdmin(language);
    const seen = new Set<string>();
    const waiting: Action[] = [...COMMANDS.map(({ name }) => ({ command: name, verb: "run" })), { command: "menu", verb: "stale" }];
    while (waiting.length > 0 && seen.size < MOST_PRESSES) {
      const action = waiting.shift() as Action;
      const name = encodeAction(action);
      if (seen.has(name)) continue;
      seen.add(name);
      const outcome = await admin.press(action);
      expect(problemsOf(outcome), name).toEqual([]);
      waiting.push(...(outcome ? actionsOf(outcome.reply) : []));
    }
    expect(waiting.filter((action) => !seen.has(encodeAction(action)))).toEqual([]);
    expect(seen.size).toBeGreaterThan(100);
    for (const post of admin.posts) expect(problemsOf(post)).toEqual([]);
    expect(admin.reports).toEqual([]);
    await admin.close();
  });

  it("the answers to questions that are not understood, and to a message that is checked", async () => {
    const admin = await startAdmin(language);
    const texts = ["lunch?", "are my CVs and my private messages used?", "opt out", "x".repeat(4_000), "@everyone <@&1> *&* :smile: `​``"];
    for (const text of texts) {
      for (const input of [{ kind: "text", text } as const, { kind: "message-check", text } as const]) {
        expect(problemsOf(await admin.send(input)), text).toEqual([]);
      }
    }
    await admin.close();
  });
});
