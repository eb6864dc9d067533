import { fold } from "../fold.ts";
import type { Topic } from "../ports.ts";
import type { Command, Context } from "../registry.ts";
import { type Block, type Option, type Outcome, privately } from "../reply.ts";

/** Browses topics by group, or finds those whose title holds a word. */
export const topics: Command = {
  name: "topics",
  options: [{ name: "word", required: false, rest: true, suggest: "topic" }],
  audience: "everyone",
  listed: true,
  async run(call, context) {
    const word = call.options["word"];
    if (call.verb === "group") return privately(...listOf(inGroup(call.subject ?? "", context), context));
    // What a surface suggests while somebody types comes back as the topic's id.
    if (word !== undefined && context.knowledge.topic(word.trim(), context.language)) {
      return context.registry.get("ask")?.run({ ...call, verb: "topic", subject: word.trim() }, context);
    }
    if (word !== undefined) return search(word, context);
    const options = context.knowledge.groups.map((group): Option => {
      const action = { command: "topics", verb: "group", subject: group };
      return { label: context.say(`groups.${group}`), action };
    });
    return privately(
      { type: "text", text: context.say("topics.intro", { count: context.knowledge.topicIds.length }) },
      { type: "select", placeholder: context.say("topics.choose-group"), options },
    );
  },
};

function search(word: string, context: Context): Outcome {
  const wanted = fold(word);
  const found = allTopics(context).filter((topic) => fold(topic.title).includes(wanted) || topic.id.includes(wanted));
  if (found.length === 0) return privately({ type: "text", text: context.say("topics.none-found") });
  return privately(...listOf(found, context));
}

function listOf(found: readonly Topic[], context: Context): Block[] {
  if (found.length === 0) return [{ type: "text", text: context.say("errors.topic-gone") }];
  const options = found.map((topic): Option => ({ label: topic.title, action: { command: "ask", verb: "topic", subject: topic.id } }));
  return [
    { type: "text", text: context.say("topics.found", { count: found.length }) },
    { type: "select", placeholder: context.say("topics.choose-topic"), options },
  ];
}

function inGroup(group: string, context: Context): Topic[] {
  return allTopics(context).filter((topic) => topic.group === group);
}

function allTopics(context: Context): Topic[] {
  return context.knowledge.topicIds.flatMap((id) => context.knowledge.topic(id, context.language) ?? []);
}
