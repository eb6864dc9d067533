import { UserError } from "./errors.ts";
import { mayManage, requireWorkspace } from "./guards.ts";
import { DEFAULT_LANGUAGE } from "./languages.ts";
import { escapeLines } from "./markdown.ts";
import type { Delivery, Knowledge } from "./ports.ts";
import type { Call, Context } from "./registry.ts";
import type { Block } from "./reply.ts";
import type { Request } from "./request.ts";
import type { Handoff } from "./workspace.ts";

/** Most characters of a question to a person, and of the answer. */
export const QUESTION_LENGTH = 1_000;

/** So many questions a person may send to people in {@link DAY_MS}: it is the people's attention that is scarce. */
export const QUESTIONS_A_DAY = 5;

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Posts a person's question into the hand-off place, without their name, and remembers where the answer goes. The question
 * itself is kept nowhere but in that post.
 * @throws {UserError} when it is empty or too long, when no place is set, when the person sent many today, or when the post
 * did not arrive.
 */
export async function sendQuestion(question: string, { request }: Call, context: Context): Promise<void> {
  const { store, clock, settings, language, post } = context;
  const place = requireHandoffPlace(context);
  const text = within(question);
  const now = clock();
  const earlier = await store.handoffsOf(request.identity);
  if (earlier.filter(({ createdAt }) => now - createdAt < DAY_MS).length >= QUESTIONS_A_DAY) {
    throw new UserError("handoff.too-many", { count: QUESTIONS_A_DAY });
  }
  const workspace = requireWorkspace(request);
  const handoff: Handoff = { ...workspace, id: crypto.randomUUID(), asker: request.identity, language, place, createdAt: now };
  // Saved before it is posted: an answer that comes at once must find the asker.
  await store.saveHandoff(handoff);
  const blocks = questionBlocks(handoff, text, context.knowledge.say(settings.language ?? DEFAULT_LANGUAGE, workspace.platform));
  const to = { ...workspace, place };
  const delivery = await post({ type: "post", key: `question:${handoff.id}`, to, reply: { blocks, audience: "place", replaces: false } });
  if (delivery.ok) {
    await store.saveHandoff({ ...handoff, message: delivery.message });
    context.count("handoff");
    return;
  }
  // Where it may have arrived all the same, an answer still finds its way.
  if (delivery.failure !== "unclear") await store.deleteHandoff(handoff.id);
  throw new UserError("handoff.not-sent");
}

/**
 * Brings an answer to the person who asked, by direct message.
 * @throws {UserError} when it is empty or too long, or did not arrive.
 */
export async function sendAnswer(answer: string, handoff: Handoff, { request }: Call, { knowledge, post }: Context): Promise<void> {
  const text = within(answer);
  const { platform, workspace, asker } = handoff;
  const delivery: Delivery = await post({
    type: "post",
    key: `answer:${handoff.id}:${request.id}`,
    to: { platform, workspace, person: asker.person },
    reply: { blocks: answerBlocksOf(handoff, text, knowledge), audience: "person", replaces: false },
  });
  if (!delivery.ok) throw new UserError("handoff.answer-not-sent");
}

/**
 * The hand-off that an answer is for.
 * @throws {UserError} when it is none of this workspace, too old, or the person may not answer it: only those may who are in the
 * place where it was asked, and who manage the bot.
 */
export async function requireOpenHandoff(id: string, { request }: Call, { store }: Context): Promise<Handoff> {
  const handoff = await store.handoff(id);
  const { platform, workspace } = requireWorkspace(request);
  if (handoff?.workspace !== workspace || handoff.platform !== platform) throw new UserError("handoff.closed");
  if (!isIn(handoff, request) && !(await mayManage(request, store))) throw new UserError("handoff.elsewhere");
  return handoff;
}

/** @throws {UserError} when the workspace has no place for questions to people. */
export function requireHandoffPlace({ settings }: Context) {
  if (settings.handoffPlace === undefined) throw new UserError("handoff.no-place");
  return settings.handoffPlace;
}

/** A thread under the question is in its place, too: on Slack its id begins with the channel's, on Discord it is the message's. */
function isIn({ place, message }: Handoff, { place: here }: Request): boolean {
  return here.id === place.id || here.id === message || here.id.startsWith(`${place.id}:`);
}

function within(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") throw new UserError("handoff.empty");
  if (trimmed.length > QUESTION_LENGTH) throw new UserError("handoff.too-long", { most: QUESTION_LENGTH });
  return trimmed;
}

function questionBlocks({ id }: Handoff, question: string, say: Context["say"]): Block[] {
  return [
    { type: "heading", text: say("handoff.post-heading") },
    { type: "text", text: escapeLines(question) },
    { type: "note", text: say("handoff.post-note") },
    {
      type: "buttons",
      buttons: [{ label: say("handoff.answer-button"), style: "primary", action: { command: "ask-person", verb: "form", subject: id } }],
    },
  ];
}

function answerBlocksOf({ language, createdAt }: Handoff, answer: string, knowledge: Knowledge): Block[] {
  const say = knowledge.say(language);
  const day = knowledge.formatDay(new Date(createdAt).toISOString().slice(0, 10), language);
  return [
    { type: "heading", text: say("handoff.answer-heading") },
    { type: "text", text: escapeLines(answer) },
    { type: "note", text: say("handoff.answer-note", { day }) },
  ];
}
