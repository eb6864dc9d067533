import { answerBlocks, type Reader, sourceBlocks } from "./answer.ts";
import type { Knowledge, Say } from "./ports.ts";
import { printable } from "./printable.ts";
import type { Reminder } from "./reminder.ts";
import { FACT_TOPICS } from "./reminder-facts.ts";
import type { Block, Button, Markdown, Reply } from "./reply.ts";

/** What a message is made with. `now` is epoch milliseconds. */
export interface MessageContext {
  knowledge: Knowledge;
  now: number;
  /** How many people of the workspace finished the LinkedIn walkthrough; absent where that cannot be counted. */
  completed?: number;
}

/** A count of fewer people says too much about each of them. */
const LEAST_COUNT = 5;

/** The walkthrough that a reminder without a subject is about. */
const DEFAULT_WALKTHROUGH = "linkedin";

/** The topic that tells in short what each walkthrough goes through step by step. */
export const HOW_TO_TOPICS: Readonly<Record<string, string>> = {
  linkedin: "how-to-opt-out-web",
  "linkedin-form": "objection-form",
  "linkedin-privacy": "other-settings-checklist",
  facebook: "meta-how-to-object",
  instagram: "meta-how-to-object",
};

/**
 * What a reminder says the next time it is posted: the same for a preview and for the post. It depends on nothing but the
 * reminder, the knowledge and the count, so a second attempt says what the first one said.
 */
export function messageOf(reminder: Reminder, context: MessageContext): Reply {
  const isPersonal = reminder.kind === "personal" || reminder.kind === "recheck";
  return { blocks: blocksOf(reminder, context), audience: isPersonal ? "person" : "place", replaces: false };
}

function blocksOf(reminder: Reminder, context: MessageContext): Block[] {
  switch (reminder.kind) {
    case "personal":
      return personal(reminder, context);
    case "recheck":
      return recheck(reminder, context);
    case "announcement":
      return [...topicBlocks("what-is-happening", reminder, context), channelButtons(reminder, context)];
    case "how-to":
      return [
        ...topicBlocks(HOW_TO_TOPICS[reminder.subject ?? DEFAULT_WALKTHROUGH] ?? "", reminder, context),
        channelButtons(reminder, context),
      ];
    case "fact-of-the-week":
      return factOfTheWeek(reminder, context);
    case "last-call":
      return lastCall(reminder, context);
    case "company-message":
      return companyMessage(reminder, context);
  }
}

/** In the reminder's language, and in the words of the platform that it is posted on. */
function sayFor({ language, to }: Reminder, { knowledge }: Pick<MessageContext, "knowledge">): Say {
  return knowledge.say(language, to.platform);
}

function personal(reminder: Reminder, { knowledge }: MessageContext): Block[] {
  const say = sayFor(reminder, { knowledge });
  const { title, id } = walkthroughOf(reminder, knowledge);
  const resume: Button = { label: say("optout.resume"), style: "primary", action: { command: "optout", verb: "start", subject: id } };
  return [
    { type: "heading", text: title },
    { type: "text", text: say("post.personal") },
    { type: "buttons", buttons: [resume, askButton(say)] },
  ];
}

/** What to look at is said in the knowledge's words where it has them: a statement about LinkedIn needs its source. */
function recheck(reminder: Reminder, { knowledge, now }: MessageContext): Block[] {
  const say = sayFor(reminder, { knowledge });
  const { title, id } = walkthroughOf(reminder, knowledge);
  const topic = id === DEFAULT_WALKTHROUGH ? knowledge.topic("verify-its-off", reminder.language) : undefined;
  const statements = topic?.statements.filter((statement) => statement.id === "reload") ?? [];
  return [
    { type: "heading", text: title },
    { type: "text", text: [say("post.recheck"), ...statements.map(({ text }) => text)].join("\n\n") },
    ...sourceBlocks(statements, reminder.language, now, knowledge),
    { type: "buttons", buttons: [...verifyButtons(id, say), askButton(say)] },
  ];
}

/** Each topic once before any comes again: how many were posted says whose turn it is. */
function factOfTheWeek(reminder: Reminder, context: MessageContext): Block[] {
  const topics = FACT_TOPICS.filter((id) => context.knowledge.topic(id, reminder.language));
  const topic = topics[reminder.posts % topics.length] ?? "";
  const say = sayFor(reminder, context);
  return [{ type: "note", text: say("post.fact") }, ...topicBlocks(topic, reminder, context), channelButtons(reminder, context)];
}

function lastCall(reminder: Reminder, context: MessageContext): Block[] {
  const { knowledge, completed, now } = context;
  const say = sayFor(reminder, { knowledge });
  const statements = knowledge.topic("what-is-happening", reminder.language)?.statements.filter(({ id }) => id === "opt-out") ?? [];
  const counted: Block[] =
    completed !== undefined && completed >= LEAST_COUNT ? [{ type: "text", text: say("post.completed", { count: completed }) }] : [];
  return [
    { type: "heading", text: say("post.last-call-title") },
    { type: "text", text: [say("post.last-call"), ...statements.map(({ text }) => text)].join("\n\n") },
    ...counted,
    ...sourceBlocks(statements, reminder.language, now, knowledge),
    channelButtons(reminder, context),
  ];
}

function companyMessage(reminder: Reminder, context: MessageContext): Block[] {
  const say = sayFor(reminder, context);
  return [
    { type: "text", text: restrictMarkdown(reminder.message ?? "") },
    { type: "note", text: say("post.company") },
    channelButtons(reminder, context),
  ];
}

/**
 * The Markdown that a company message may hold: what every renderer writes without pinging anybody, less what would disguise the
 * text. Control characters and those that turn the direction of writing are taken out.
 */
export function restrictMarkdown(text: string): Markdown {
  return printable(text.normalize("NFC")).replace(/\r\n?/g, "\n").replaceAll("\t", " ").trim();
}

function topicBlocks(id: string, reminder: Reminder, { knowledge, now }: MessageContext): Block[] {
  const topic = knowledge.topic(id, reminder.language);
  const reader: Reader = { language: reminder.language, region: reminder.region, now };
  return topic ? answerBlocks(topic, reader, knowledge) : [];
}

/** What whoever reads the channel can do; the answer is for them alone. */
function channelButtons(reminder: Reminder, { knowledge }: MessageContext): Block {
  const say = sayFor(reminder, { knowledge });
  return { type: "buttons", buttons: [...verifyButtons(walkthroughOf(reminder, knowledge).id, say), askButton(say)] };
}

function verifyButtons(walkthrough: string, say: Say): Button[] {
  return [
    { label: say("post.show-me-how"), style: "primary", action: { command: "optout", verb: "start", subject: walkthrough } },
    { label: say("post.done"), action: { command: "optout", verb: "verify", subject: walkthrough } },
  ];
}

function askButton(say: Say): Button {
  return { label: say("post.ask"), action: { command: "ask", verb: "how" } };
}

function walkthroughOf({ subject, language }: Reminder, knowledge: Knowledge): { id: string; title: string } {
  const id = subject !== undefined && knowledge.walkthrough(subject) ? subject : DEFAULT_WALKTHROUGH;
  return { id, title: knowledge.walkthroughText(id, language).title };
}
