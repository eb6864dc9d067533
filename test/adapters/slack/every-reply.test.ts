import { describe, expect, it } from "vitest";
import { renderForm } from "../../../src/adapters/slack/form.ts";
import { renderHome } from "../../../src/adapters/slack/home.ts";
import { renderReply } from "../../../src/adapters/slack/render.ts";
import { type Action, encodeAction } from "../../../src/core/action.ts";
import { COMMANDS } from "../../../src/core/commands.ts";
import { LANGUAGES, type Language } from "../../../src/core/languages.ts";
import type { Outcome, Reply } from "../../../src/core/reply.ts";
import type { Input } from "../../../src/core/request.ts";
import { type Conversation, converse, realKnowledge } from "../../conversation.ts";
import { validateHome, validateMessage } from "../../emulators/slack-validate.ts";
import { validateView } from "../../emulators/slack-view-rules.ts";

const ADMIN = { platform: "slack", tenant: "T1", person: "UADMIN" } as const;
const TEAM = { platform: "slack", workspace: "T1" } as const;
const PLACE = { id: "C0GENERAL", kind: "channel" } as const;

/** How many presses are followed per language: far more than there are buttons in all replies to commands. */
const MOST_PRESSES = 1_500;

/** An admin in a workspace in which everything is set, who does one thing after the other. */
async function startAdmin(locale: Language) {
  const talk: Conversation = await converse(":memory:");
  await talk.store.saveSettings(TEAM, { handoffPlace: PLACE, updatesPlace: PLACE, privacyContact: "Jo <jo@example.com> *&*" }, 1);
  await talk.store.saveNote(TEAM, "private-messages", "Ask <!channel> & @legal: *please*", 1);
  let count = 0;
  const send = async (input: Input): Promise<Outcome | undefined> => {
    // Slow enough for the guard against floods.
    talk.clock.now += 2_000;
    const about = { identity: ADMIN, workspace: "T1", place: PLACE, isAdmin: true, audience: "person", locale } as const;
    return talk.dispatch({ id: `request-${count++}`, ...about, input });
  };
  return { ...talk, send, press: (action: Action) => send({ kind: "press", action, private: true }) };
}

/** What Slack would hold against a reply, as a message, on the Home tab, and its form as a modal. */
function problemsOf(reply: Reply, outcome?: Outcome): string[] {
  const messages = renderReply(reply);
  const { view, rest } = renderHome(reply, "Back");
  const verdicts = [...messages, ...rest].map((message) => validateMessage(message, true)).concat(validateHome(view));
  const form = outcome?.form
    ? validateView(renderForm(outcome.form, { channel: "C1", respond: `https://example.org/${"x".repeat(200)}` }))
    : [];
  return [...verdicts.flatMap(({ error, invalid, careless }) => [...(error ? [error] : []), ...invalid, ...careless]), ...form];
}

function actionsOf({ blocks }: Reply): Action[] {
  return blocks.flatMap((block) => {
    if (block.type === "select") return block.options.map(({ action }) => action);
    return block.type === "buttons" ? block.buttons.flatMap((button) => ("action" in button ? [button.action] : [])) : [];
  });
}

describe.each(LANGUAGES)("in %s Slack takes", (language) => {
  it("every topic", async () => {
    const admin = await startAdmin(language);
    for (const subject of realKnowledge().topicIds) {
      const outcome = await admin.press({ command: "ask", verb: "topic", subject });
      expect(outcome && problemsOf(outcome.reply), subject).toEqual([]);
    }
    await admin.close();
  });

  it("every step of every walkthrough, and its help", async () => {
    const admin = await startAdmin(language);
    for (const id of realKnowledge().walkthroughIds) {
      const steps = Object.keys(realKnowledge().walkthrough(id)?.steps ?? {});
      for (const [index, step] of steps.flatMap((one) => [one, one]).entries()) {
        const stored = (await admin.store.progress(ADMIN)).find(({ walkthrough }) => walkthrough === id);
        const place = {
          walkthrough: id,
          step,
          aside: index % 2 === 1,
          trail: [],
          chosen: {},
          status: "open",
          startedAt: 1,
          updatedAt: 1,
        } as const;
        await admin.store.saveProgress(ADMIN, { ...place, trail: [], chosen: {} }, stored?.version ?? 0);
        const outcome = await admin.press({ command: "optout", verb: "start", subject: id });
        expect(outcome && problemsOf(outcome.reply), `${id} ${step}`).toEqual([]);
      }
    }
    await admin.close();
  });

  it("the reply to every command, and to every button and option that can be reached from them", async () => {
    const admin = await startAdmin(language);
    const seen = new Set<string>();
    const waiting: Action[] = [
      ...COMMANDS.map(({ name }) => ({ command: name, verb: "run" })),
      ...["home", "welcome", "stale"].map((verb) => ({ command: "menu", verb })),
    ];
    while (waiting.length > 0 && seen.size < MOST_PRESSES) {
      const action = waiting.shift() as Action;
      const name = encodeAction(action);
      if (seen.has(name)) continue;
      seen.add(name);
      const outcome = await admin.press(action);
      if (!outcome) continue;
      expect(problemsOf(outcome.reply, outcome), name).toEqual([]);
      waiting.push(...actionsOf(outcome.reply));
    }
    expect(waiting.filter((action) => !seen.has(encodeAction(action)))).toEqual([]);
    expect(seen.size).toBeGreaterThan(100);
    for (const { reply } of admin.posts) expect(problemsOf(reply)).toEqual([]);
    expect(admin.reports).toEqual([]);
    await admin.close();
  });

  it("the answers to questions that are not understood, and to a message that is checked", async () => {
    const admin = await startAdmin(language);
    const texts = ["lunch?", "are my CVs and my private messages used?", "opt out", "x".repeat(3_000), "<!channel> *&* :smile:"];
    for (const text of texts) {
      for (const input of [{ kind: "text", text } as const, { kind: "message-check", text } as const]) {
        const outcome = await admin.send(input);
        expect(outcome && problemsOf(outcome.reply, outcome), text).toEqual([]);
      }
    }
    await admin.close();
  });
});
