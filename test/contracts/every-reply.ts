import { describe, expect, it } from "vitest";
import { type Action, encodeAction } from "../../src/core/action.ts";
import { COMMANDS } from "../../src/core/commands.ts";
import { LANGUAGES, type Language } from "../../src/core/languages.ts";
import type { Outcome, Reply } from "../../src/core/reply.ts";
import type { Identity, Input, Place } from "../../src/core/request.ts";
import { type Conversation, converse, realKnowledge } from "../conversation.ts";

/** A platform that must take every reply of the bot. */
export interface ReplyTaker {
  name: string;
  /** Somebody who manages a workspace in which everything is set. */
  admin: Identity;
  workspace: string;
  place: Place;
  /** A company note with what the platform would take for markup or a ping. */
  note: string;
  /** Verbs of the menu that are pressed beside what the commands lead to. */
  menuVerbs: readonly string[];
  /** Texts that are no command; two of them are long, and hold what the platform would take for markup. */
  texts: readonly string[];
  /** What the platform would hold against a reply and the form that comes with it, a line each. */
  problemsOf(outcome: Pick<Outcome, "reply" | "form">): string[];
}

/** How many presses are followed per language: far more than there are buttons in all replies to commands. */
const MOST_PRESSES = 1_500;

/** Holds every reply that can be reached, in every language, against a platform's rules. */
export function everyReplyContract(taker: ReplyTaker): void {
  const problems = (outcome: Outcome | undefined): string[] => (outcome ? taker.problemsOf(outcome) : ["the bot said nothing"]);

  describe.each(LANGUAGES)(`in %s ${taker.name} takes`, (language) => {
    it("every topic", async () => {
      const admin = await startAdmin(taker, language);
      for (const subject of realKnowledge().topicIds) {
        expect(problems(await admin.press({ command: "ask", verb: "topic", subject })), subject).toEqual([]);
      }
      await admin.close();
    });

    it("every step of every walkthrough, and its help", async () => {
      const admin = await startAdmin(taker, language);
      for (const id of realKnowledge().walkthroughIds) {
        const steps = Object.keys(realKnowledge().walkthrough(id)?.steps ?? {});
        for (const [step, aside] of steps.flatMap((one) => [[one, false] as const, [one, true] as const])) {
          const stored = (await admin.store.progress(taker.admin)).find(({ walkthrough }) => walkthrough === id);
          const at = { walkthrough: id, step, aside, trail: [], chosen: {}, status: "open", startedAt: 1, updatedAt: 1 } as const;
          await admin.store.saveProgress(taker.admin, at, stored?.version ?? 0);
          expect(problems(await admin.press({ command: "optout", verb: "start", subject: id })), `${id} ${step}`).toEqual([]);
        }
      }
      await admin.close();
    });

    it("the reply to every command, and to every button and option that can be reached from them", async () => {
      const admin = await startAdmin(taker, language);
      const seen = new Set<string>();
      const waiting: Action[] = [
        ...COMMANDS.map(({ name }) => ({ command: name, verb: "run" })),
        ...taker.menuVerbs.map((verb) => ({ command: "menu", verb })),
      ];
      while (waiting.length > 0 && seen.size < MOST_PRESSES) {
        const action = waiting.shift() as Action;
        const name = encodeAction(action);
        if (seen.has(name)) continue;
        seen.add(name);
        // To some presses there is nothing to say.
        const outcome = await admin.press(action);
        if (!outcome) continue;
        expect(taker.problemsOf(outcome), name).toEqual([]);
        waiting.push(...actionsOf(outcome.reply));
      }
      expect(waiting.filter((action) => !seen.has(encodeAction(action)))).toEqual([]);
      expect(seen.size).toBeGreaterThan(100);
      for (const post of admin.posts) expect(taker.problemsOf(post)).toEqual([]);
      expect(admin.reports).toEqual([]);
      await admin.close();
    });

    it("the answers to questions that are not understood, and to a message that is checked", async () => {
      const admin = await startAdmin(taker, language);
      for (const text of taker.texts) {
        for (const input of [{ kind: "text", text } as const, { kind: "message-check", text } as const]) {
          expect(problems(await admin.send(input)), text).toEqual([]);
        }
      }
      await admin.close();
    });
  });
}

/** The admin, who does one thing after the other. */
async function startAdmin({ admin, workspace, place, note }: ReplyTaker, locale: Language) {
  const talk: Conversation = await converse(":memory:");
  const where = { platform: admin.platform, workspace };
  await talk.store.saveSettings(where, { handoffPlace: place, updatesPlace: place, privacyContact: "Jo <jo@example.com> *&*" }, 1);
  await talk.store.saveNote(where, "private-messages", note, 1);
  let count = 0;
  const send = async (input: Input): Promise<Outcome | undefined> => {
    // Slow enough for the guard against floods.
    talk.clock.now += 2_000;
    const about = { identity: admin, workspace, place, isAdmin: true, audience: "person", locale } as const;
    return talk.dispatch({ id: `request-${count++}`, ...about, input });
  };
  return { ...talk, send, press: (action: Action) => send({ kind: "press", action, private: true }) };
}

function actionsOf({ blocks }: Reply): Action[] {
  return blocks.flatMap((block) => {
    if (block.type === "select") return block.options.map(({ action }) => action);
    return block.type === "buttons" ? block.buttons.flatMap((button) => ("action" in button ? [button.action] : [])) : [];
  });
}
