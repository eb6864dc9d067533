import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderReply as renderForDiscord } from "../../src/adapters/discord/render.ts";
import { renderReply as renderForSlack } from "../../src/adapters/slack/render.ts";
import { QUESTION_LENGTH, QUESTIONS_A_DAY } from "../../src/core/handoff.ts";
import type { Effect } from "../../src/core/reply.ts";
import type { Request } from "../../src/core/request.ts";
import { HANDOFF_LIFETIME_MS } from "../../src/core/workspace.ts";
import { openStore } from "../../src/store/open.ts";
import { type Conversation, converse, wordsOf } from "../conversation.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const admin = { isAdmin: true };
const handoffPlace = { id: "C0HANDOFF", kind: "channel" } as const;
const staff: Partial<Request> = { identity: { platform: "slack", tenant: "T1", person: "UJO00001" }, place: handoffPlace };

/** A conversation in a workspace that has a place for questions. */
async function inWorkspace(file = ":memory:"): Promise<Conversation> {
  const ann = await converse(file, { person: "UANNA01" });
  await ann.store.saveSettings({ platform: "slack", workspace: "T1" }, { handoffPlace }, 0);
  return ann;
}

async function ask(ann: Conversation, question: string): Promise<Effect> {
  await ann.say("what is for lunch in the canteen today?");
  await ann.press("Ask a person");
  await ann.submit({ question });
  return ann.posts.at(-1) as Effect;
}

/** Presses the button of the question in the hand-off place. */
function pressAnswer(ann: Conversation, { reply }: Effect, about: Partial<Request> = staff) {
  const button = reply.blocks.flatMap((block) => (block.type === "buttons" ? block.buttons : []))[0];
  if (!button || !("action" in button)) throw new Error("the question has no button");
  return ann.send({ kind: "press", action: button.action, private: false }, about);
}

describe("asking a person", () => {
  it("is offered where there is no answer, and only where somebody was chosen for it", async () => {
    const ann = await converse(":memory:");
    await ann.say("what is for lunch in the canteen today?");
    expect(ann.labels()).not.toContain("Ask a person");
    await ann.say("ask-person");
    expect(ann.text()).toContain("has not chosen anybody for that yet");
    await ann.say("setup handoff <#C0HANDOFF>", admin);
    await ann.say("setup contact Jo <jo@example.com>", admin);
    await ann.say("what is for lunch in the canteen today?");
    expect(ann.labels()).toContain("Ask a person");
    expect(ann.text()).toContain("Your company's privacy contact: Jo <jo@example.com>");
    await ann.say("does linkedin read my private messages?");
    await ann.press("Not what I asked");
    expect(ann.labels()).toContain("Ask a person");
    await ann.send({ kind: "press", action: { command: "ask", verb: "none" }, private: true });
    expect(ann.labels()).toContain("Ask a person");
    await ann.send({ kind: "press", action: { command: "ask", verb: "topic", subject: "human-contact-escalation" }, private: true });
    expect(ann.labels()).toContain("Ask a person");
    await ann.close();
  });

  it("brings the question without a name, and the answer back to the asker alone", async () => {
    const ann = await inWorkspace();
    const post = await ask(ann, "May I *use* LinkedIn?\nAnd when?");
    expect(ann.text()).toContain("Sent.");
    expect(post).toMatchObject({ to: { platform: "slack", workspace: "T1", place: handoffPlace }, reply: { audience: "place" } });
    expect(wordsOf(post.reply)).toContain("May I *use* LinkedIn?\nAnd when?");
    expect(JSON.stringify(post.reply)).not.toContain("UANNA01");
    await pressAnswer(ann, post);
    expect(ann.form()?.title).toBe("Answer");
    await ann.submit({ answer: "Yes, from <!here> on." }, staff);
    expect(ann.text()).toContain("on its way");
    const answer = ann.posts.at(-1) as Effect;
    expect(answer.to).toEqual({ platform: "slack", workspace: "T1", person: "UANNA01" });
    expect(wordsOf(answer.reply)).toMatch(
      /An answer for you\nYes, from <!here> on\.\nTo the question that you sent through me on 24 Nov 2026/,
    );
    await ann.close();
  });

  it("keeps the question nowhere", async () => {
    using folder = temporaryFolder();
    const file = `${folder.path}/bot.sqlite`;
    const ann = await inWorkspace(file);
    await ask(ann, "canary-question");
    await ann.say("my-data");
    expect(ann.text()).toContain('"askedPeople"');
    expect(ann.text()).not.toContain("canary-question");
    await ann.close();
    const { readFileSync, readdirSync } = await import("node:fs");
    for (const name of readdirSync(folder.path)) expect(readFileSync(`${folder.path}/${name}`).includes("canary-question")).toBe(false);
  });

  it("shows in words exactly what would be sent before it sends", async () => {
    const ann = await inWorkspace();
    await ann.say("ask-person Is this\n  really allowed?");
    expect(ann.text()).toContain("Nothing has been sent yet");
    expect(ann.text()).toContain("Is this\n  really allowed?");
    expect(ann.form()?.fields[0]?.value).toBe("Is this\n  really allowed?");
    expect(ann.posts).toEqual([]);
    await ann.say("ask-person send Is this allowed?");
    expect(ann.posts).toHaveLength(1);
    const [{ reply }] = ann.posts as [Effect];
    await pressAnswer(ann, { reply } as Effect, { ...staff, ...admin });
    const words = /`?(ask-person answer [0-9a-f-]{36})`?/.exec(ann.text())?.[1];
    await ann.say(`${words} Yes it is`, { ...staff });
    expect(wordsOf(ann.posts.at(-1)?.reply ?? reply)).toContain("Yes it is");
    await ann.close();
  });

  it("takes what is written under the question for its answer, and leaves other threads alone", async () => {
    const ann = await inWorkspace();
    await ask(ann, "Am I allowed to?");
    const inThread = { ...staff, place: { id: "C0HANDOFF:1.2", kind: "thread" } as const };
    await ann.send({ kind: "reply", to: "message-0", text: "Yes" }, inThread);
    expect(wordsOf((ann.posts.at(-1) as Effect).reply)).toContain("Yes");
    expect(await ann.send({ kind: "reply", to: "another", text: "Nice post" }, inThread)).toBeUndefined();
    expect(await ann.send({ kind: "reply", to: "message-0", text: "x" }, { ...inThread, workspace: "T2" })).toBeUndefined();
    expect(ann.posts).toHaveLength(2);
    await ann.close();
  });

  it("lets nobody answer from elsewhere, whatever button they have", async () => {
    const ann = await inWorkspace();
    const post = await ask(ann, "Am I allowed to?");
    const elsewhere = { ...staff, place: { id: "C0OTHER", kind: "channel" } as const };
    await pressAnswer(ann, post, elsewhere);
    expect(ann.text()).toContain("only be answered in the channel");
    const [handoff] = await ann.store.handoffsOf({ platform: "slack", tenant: "T1", person: "UANNA01" });
    const action = { command: "ask-person", verb: "answer", subject: handoff?.id ?? "" };
    await ann.send({ kind: "submit", action, values: { answer: "x" } }, elsewhere);
    await ann.send({ kind: "submit", action, values: { answer: "x" } }, { ...staff, workspace: "T2" });
    expect(ann.text()).toContain("no longer know who asked");
    await ann.send({ kind: "submit", action: { ...action, verb: "reply", subject: "message-0" }, values: { answer: "x" } }, elsewhere);
    expect(ann.posts).toHaveLength(1);
    await ann.close();
  });

  it("does not claim to have sent what did not arrive", async () => {
    const ann = await inWorkspace();
    ann.deliver.answer = () => ({ ok: false, failure: "place-gone", reason: "is_archived" });
    await ann.say("ask-person send Am I allowed to?");
    expect(ann.text()).toContain("could not bring your question there");
    expect(await ann.store.handoffsOf({ platform: "slack", tenant: "T1", person: "UANNA01" })).toEqual([]);
    ann.deliver.answer = () => ({ ok: true, message: "1" });
    const post = await ask(ann, "Am I allowed to?");
    await pressAnswer(ann, post);
    ann.deliver.answer = () => ({ ok: false, failure: "not-permitted", reason: "cannot_dm" });
    await ann.submit({ answer: "Yes" }, staff);
    expect(ann.text()).toContain("could not bring this answer");
    await ann.close();
  });

  it("takes so many questions a day, of so many characters", async () => {
    const ann = await inWorkspace();
    await ann.say("ask-person send  ");
    expect(ann.text()).toContain("no text in it");
    await ann.say(`ask-person send ${"x".repeat(QUESTION_LENGTH + 1)}`);
    expect(ann.text()).toContain("at most 1000 characters");
    for (let i = 0; i < QUESTIONS_A_DAY; i++) await ann.say(`ask-person send question ${i}`);
    await ann.say("ask-person send one more");
    expect(ann.text()).toContain("in the last 24 hours");
    expect(ann.posts).toHaveLength(QUESTIONS_A_DAY);
    ann.clock.now += 24 * 60 * 60 * 1000;
    await ann.say("ask-person send one more");
    expect(ann.text()).toContain("Sent.");
    await ann.close();
  });

  it("forgets who asked when they erase their data, and after thirty days", async () => {
    using folder = temporaryFolder();
    const file = `${folder.path}/bot.sqlite`;
    const ann = await inWorkspace(file);
    const post = await ask(ann, "Am I allowed to?");
    await ann.say("forget-me");
    expect(ann.text()).toContain("The answer can then no longer reach you");
    await ann.press("Erase everything");
    await pressAnswer(ann, post);
    expect(ann.text()).toContain("no longer know who asked");
    const another = await ask(ann, "Am I allowed to?");
    await ann.close();
    await (await openStore(file, ann.clock.now + HANDOFF_LIFETIME_MS + 1)).close();
    const later = await inWorkspace(file);
    await pressAnswer(later, another);
    expect(later.text()).toContain("no longer know who asked");
    await later.close();
  });

  it("pings nobody, whatever is written", async () => {
    const ann = await inWorkspace();
    ann.clock.now = 0;
    const nasty = fc.constantFrom(
      "<!channel>",
      "<@UJO00001>",
      "@everyone",
      "@here",
      "<@&1>",
      "[x](person:U1)",
      "[x](channel:C1)",
      "\n",
      "===",
      "    ",
      "**a**",
      "\ud800",
    );
    const text = fc
      .array(fc.oneof(nasty, fc.string({ unit: "grapheme", maxLength: 20 })), { minLength: 1, maxLength: 12 })
      .map((parts) => parts.join(" "));
    await fc.assert(
      fc.asyncProperty(text, async (written) => {
        fc.pre(written.trim() !== "" && written.trim().length <= QUESTION_LENGTH);
        ann.clock.now += 25 * 60 * 60 * 1000;
        await ann.send({ kind: "submit", action: { command: "ask-person", verb: "send" }, values: { question: written } });
        const { reply } = ann.posts.at(-1) as Effect;
        const question = wordsOf(reply).split("\n").slice(1, -1).join(" ");
        const words = (all: string) => all.toWellFormed().replace(/\s+/g, "");
        expect(words(question)).toBe(words(written));
        const slack = JSON.stringify(renderForSlack(reply));
        expect(slack).not.toMatch(/"type":"(user|broadcast|usergroup|link)"/);
        expect(
          JSON.parse(slack)
            .map(({ text: fallback }: { text: string }) => fallback)
            .join(),
        ).not.toMatch(/<[!@#]/);
        for (const body of renderForDiscord(reply)) expect(body.allowed_mentions).toEqual({ parse: [], replied_user: false });
      }),
      { numRuns: 60 },
    );
    await ann.close();
  });
});
