import { answerBlocks, fullAnswerButtons, type Reader, shortAnswerBlocks, topicButtons } from "../answer.ts";
import { humanContact } from "../human-contact.ts";
import { isLanguage, type Language } from "../languages.ts";
import type { Match, Topic } from "../ports.ts";
import type { Call, Command, Context } from "../registry.ts";
import { type Block, type Button, type Outcome, privately } from "../reply.ts";

/** The same answer is shared by the same person at most once in this time, in milliseconds. */
const SHARE_PAUSE_MS = 60_000;

/** How many related topics stand under an answer. */
const RELATED_SHOWN = 3;

/** The topic that is about turning to a person. */
const CONTACT_TOPIC = "human-contact-escalation";

/** Topics offered when nothing fits: what people ask most. */
const STARTING_POINTS = ["what-is-happening", "how-to-opt-out-web", "data-used-list"];

/** Answers a question, or shows a topic that was chosen by a button. */
export const ask: Command = {
  name: "ask",
  options: [{ name: "question", required: true, rest: true, suggest: "topic" }],
  audience: "everyone",
  listed: true,
  async run(call, context) {
    switch (call.verb) {
      case "topic":
        return showTopic(call, context);
      case "share":
        return share(call, context);
      case "not-this":
        return notThis(call.subject ?? "", context);
      case "none":
        return privately({ type: "text", text: context.say("ask.none-of-these") }, ...whereNext(context));
      case "how":
        return privately({ type: "text", text: context.say("ask.how") }, startingButtons(context));
      default:
        return answerQuestion(call, context);
    }
  },
};

async function answerQuestion(call: Call, context: Context): Promise<Outcome> {
  const question = call.options["question"] ?? "";
  const { audience } = call.request;
  // What a surface suggests while somebody types comes back as the topic's id.
  const chosen = context.knowledge.topic(question.trim(), context.language);
  if (chosen) return { reply: { blocks: await wholeAnswer(chosen, call, context), audience, replaces: false }, effects: [] };
  const match = context.knowledge.match(question);
  const asked = match.language === undefined ? context : inLanguage(match.language, call, context);
  return { reply: { blocks: await blocksFor(match, call, asked), audience, replaces: false }, effects: [] };
}

function inLanguage(language: Language, { request }: Call, context: Context): Context {
  return { ...context, language, say: context.knowledge.say(language, request.identity.platform) };
}

async function blocksFor(match: Match, call: Call, context: Context): Promise<Block[]> {
  const topics = match.topics.flatMap(({ topic }) => context.knowledge.topic(topic, context.language) ?? []);
  const [first, second] = topics;
  if (match.kind === "answer" && first && second) return twoAnswers(first, second, context);
  if (match.kind === "answer" && first) return wholeAnswer(first, call, context);
  if (match.kind === "did-you-mean" && topics.length > 0) return didYouMean(topics, context);
  context.count("unknown");
  return [{ type: "text", text: context.say("ask.unknown") }, ...whereNext(context)];
}

async function wholeAnswer(topic: Topic, call: Call, context: Context): Promise<Block[]> {
  context.count("answer", topic.id);
  const blocks = answerBlocks(topic, readerOf(context), context.knowledge, await context.noteOn(topic.id));
  if (topic.id === CONTACT_TOPIC) blocks.push(...humanContact(context));
  return [...blocks, ...under(topic, call, context)];
}

function twoAnswers(first: Topic, second: Topic, context: Context): Block[] {
  const both = [first, second];
  for (const topic of both) context.count("answer", topic.id);
  const ids = both.map((topic) => topic.id);
  const more = fullAnswerButtons(ids, context.language, context.knowledge);
  return [
    ...both.flatMap((topic) => shortAnswerBlocks(topic, readerOf(context), context.knowledge)),
    { type: "buttons", buttons: [...more, notWhatIAsked(first, context)] },
  ];
}

function didYouMean(topics: readonly Topic[], context: Context): Block[] {
  const ids = topics.map((topic) => topic.id);
  const none: Button = { label: context.say("ask.none-button"), action: { command: "ask", verb: "none" } };
  return [
    { type: "text", text: context.say("ask.unsure", { count: ids.length }) },
    { type: "buttons", buttons: [...topicButtons(ids, context.language, context.knowledge), none] },
  ];
}

async function showTopic(call: Call, context: Context): Promise<Outcome> {
  const id = call.subject ?? "";
  const topic = context.knowledge.topic(id, context.language);
  if (!topic) return privately({ type: "text", text: context.say("errors.topic-gone") }, startingButtons(context));
  return privately(...(await wholeAnswer(topic, call, context)));
}

/** Posts an answer that only its asker saw for all to see: the answer alone, and nothing of what is known about the asker. */
async function share(call: Call, context: Context): Promise<Outcome | undefined> {
  const [id = "", code = ""] = (call.subject ?? "").split("/");
  const language = isLanguage(code) ? code : context.language;
  const topic = context.knowledge.topic(id, language);
  const { identity, workspace, place } = call.request;
  if (!topic || workspace === undefined) return privately({ type: "text", text: context.say("errors.topic-gone") });
  if (call.request.mayWrite === false) return privately({ type: "text", text: context.say("ask.may-not-share") });
  const now = context.clock();
  // A double click is two presses; the second one within the minute posts nothing.
  const name = ["share", identity.tenant, identity.person, place.id, call.subject, Math.floor(now / SHARE_PAUSE_MS)].join(":");
  if (!(await context.store.claimRequest(identity.platform, name, now))) return undefined;
  const blocks = answerBlocks(topic, { language, region: context.settings.region, now }, context.knowledge, await context.noteOn(id));
  const posted = await context.post({
    type: "post",
    key: `share:${call.request.id}`,
    to: { platform: identity.platform, workspace, place },
    reply: { blocks, audience: "place", replaces: false },
  });
  return privately({ type: "text", text: context.say(posted.ok ? "ask.shared" : "ask.not-shared") });
}

function notThis(id: string, context: Context): Outcome {
  const related = context.knowledge.topic(id, context.language)?.related ?? STARTING_POINTS;
  return privately(
    { type: "text", text: context.say("ask.not-this") },
    { type: "buttons", buttons: [...topicButtons(related, context.language, context.knowledge), allTopics(context)] },
    ...humanContact(context),
  );
}

/** What can be done after an answer: the fitting walkthrough, the reader's region where it matters, what is near, and a way out. */
function under(topic: Topic, { request }: Call, context: Context): Block[] {
  const buttons: Button[] = [];
  if (topic.walkthrough) {
    const { title } = context.knowledge.walkthroughText(topic.walkthrough, context.language);
    buttons.push({ label: title, style: "primary", action: { command: "optout", verb: "start", subject: topic.walkthrough } });
  }
  buttons.push(...topicButtons(topic.related.slice(0, RELATED_SHOWN), context.language, context.knowledge));
  if (context.region === undefined && topic.statements.some((statement) => statement.regions)) {
    buttons.push({ label: context.say("ask.set-region"), action: { command: "region", verb: "choose", subject: topic.id } });
  }
  if (request.audience === "person" && request.place.kind !== "dm" && request.workspace !== undefined) {
    const subject = `${topic.id}/${context.language}`;
    buttons.push({ label: context.say("ask.share"), action: { command: "ask", verb: "share", subject } });
  }
  return [{ type: "buttons", buttons: [...buttons, notWhatIAsked(topic, context)] }];
}

function notWhatIAsked(topic: Topic, context: Context): Button {
  return { label: context.say("ask.not-what-i-asked"), action: { command: "ask", verb: "not-this", subject: topic.id } };
}

/** Where to go on when there is no answer: a person, where the workspace has one for it, and what others ask. */
function whereNext(context: Context): Block[] {
  return [startingButtons(context), ...humanContact(context)];
}

function startingButtons(context: Context): Block {
  return { type: "buttons", buttons: [...topicButtons(STARTING_POINTS, context.language, context.knowledge), allTopics(context)] };
}

function allTopics(context: Context): Button {
  return { label: context.say("topics.all"), action: { command: "topics", verb: "run" } };
}

function readerOf(context: Context): Reader {
  return { language: context.language, region: context.region, now: context.clock() };
}
