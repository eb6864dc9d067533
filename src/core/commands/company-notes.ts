import { FORM_VERB } from "../action.ts";
import { UserError } from "../errors.ts";
import { requireWorkspace } from "../guards.ts";
import { escapeLines } from "../markdown.ts";
import type { Topic } from "../ports.ts";
import type { Call, Command, Context } from "../registry.ts";
import { type Button, type Form, type Option, type Outcome, privately } from "../reply.ts";
import { NOTE_LENGTH } from "../workspace.ts";

/** What the company adds to a topic's answer in its own words. In words: `company-note resume-cv We never …`. */
export const companyNotes: Command = {
  name: "company-notes",
  options: [
    { name: "topic", required: false, suggest: "topic" },
    { name: "note", required: false, rest: true },
  ],
  audience: "admins",
  listed: true,
  async run(call, context) {
    const { verb, subject, options } = call;
    if (verb === "group") return inGroup(subject ?? "", context);
    if (verb === "topic") return show(topicOf(subject, context), call, context);
    if (verb === FORM_VERB) return write(topicOf(subject, context), call, context);
    if (verb === "save") return save(topicOf(subject, context), options["note"], call, context);
    if (verb === "remove") return save(topicOf(subject, context), undefined, call, context);
    if (options["topic"] === undefined) return list(call, context);
    const topic = topicOf(options["topic"], context);
    return options["note"] === undefined ? show(topic, call, context) : save(topic, options["note"], call, context);
  },
};

/** The notes that there are, and the way to a new one: first the group, then the topic, because a select holds few options. */
async function list(call: Call, context: Context): Promise<Outcome> {
  const { say, store, knowledge, language } = context;
  const noted = await store.notedTopics(requireWorkspace(call.request));
  const topics = noted.flatMap((id) => knowledge.topic(id, language) ?? []);
  const groups = knowledge.groups.map((group): Option => {
    return { label: say(`groups.${group}`), action: { command: "company-notes", verb: "group", subject: group } };
  });
  const how = say("notes.in-words", { command: knowledge.commandWord("company-notes", language) });
  return privately(
    { type: "heading", text: say("setup.notes") },
    { type: "text", text: `${say("notes.intro", { count: topics.length })}\n\n${how}` },
    ...(topics.length > 0
      ? [{ type: "select" as const, placeholder: say("notes.choose-noted"), options: topics.map((topic) => optionFor(topic)) }]
      : []),
    { type: "select", placeholder: say("topics.choose-group"), options: groups },
  );
}

function inGroup(group: string, { say, knowledge, language }: Context): Outcome {
  const topics = knowledge.topicIds.flatMap((id) => knowledge.topic(id, language) ?? []).filter((topic) => topic.group === group);
  if (topics.length === 0) throw new UserError("errors.topic-gone");
  const options = topics.map((topic) => optionFor(topic));
  return privately({ type: "text", text: say("notes.choose") }, { type: "select", placeholder: say("topics.choose-topic"), options });
}

function optionFor({ id, title }: Topic): Option {
  return { label: title, action: { command: "company-notes", verb: "topic", subject: id } };
}

async function show(topic: Topic, call: Call, { say, store }: Context): Promise<Outcome> {
  const note = await store.note(requireWorkspace(call.request), topic.id);
  const action = (verb: string) => ({ command: "company-notes", verb, subject: topic.id });
  const buttons: Button[] = [
    { label: say(note === undefined ? "notes.write" : "notes.change"), style: "primary", action: action(FORM_VERB) },
  ];
  if (note !== undefined) buttons.push({ label: say("notes.remove"), style: "danger", action: action("remove") });
  return privately(
    { type: "heading", text: topic.title },
    { type: "text", text: note === undefined ? say("notes.none") : escapeLines(note) },
    { type: "buttons", buttons },
  );
}

async function write(topic: Topic, call: Call, context: Context): Promise<Outcome> {
  const { say, store, knowledge, language } = context;
  const note = await store.note(requireWorkspace(call.request), topic.id);
  const form: Form = {
    title: say("notes.form"),
    submit: say("setup.save"),
    action: { command: "company-notes", verb: "save", subject: topic.id },
    fields: [
      {
        name: "note",
        type: "text",
        label: say("notes.label"),
        hint: say("notes.hint"),
        required: true,
        maxLength: NOTE_LENGTH,
        long: true,
        ...(note === undefined ? {} : { value: note }),
      },
    ],
  };
  const how = say("notes.write-in-words", { command: knowledge.commandWord("company-notes", language), topic: topic.id });
  return { ...privately({ type: "text", text: how }), form };
}

async function save(topic: Topic, written: string | undefined, call: Call, context: Context): Promise<Outcome> {
  const note = written?.trim() === "" ? undefined : written?.trim();
  if (note !== undefined && note.length > NOTE_LENGTH) throw new UserError("notes.too-long", { most: NOTE_LENGTH });
  await context.store.saveNote(requireWorkspace(call.request), topic.id, note, context.clock());
  const text = context.say(note === undefined ? "notes.removed" : "notes.saved", { title: topic.title });
  const see: Button = { label: topic.title, action: { command: "ask", verb: "topic", subject: topic.id } };
  return privately({ type: "text", text }, { type: "buttons", buttons: [see] });
}

/** @throws {UserError} for a topic that is none. */
function topicOf(id: string | undefined, { knowledge, language }: Context): Topic {
  const topic = knowledge.topic(id ?? "", language);
  if (!topic) throw new UserError("notes.no-topic");
  return topic;
}
