import { FORM_VERB } from "../action.ts";
import { UserError } from "../errors.ts";
import { requireWorkspace } from "../guards.ts";
import { QUESTION_LENGTH, requireHandoffPlace, requireOpenHandoff, sendAnswer, sendQuestion } from "../handoff.ts";
import { humanContact } from "../human-contact.ts";
import { choiceOf } from "../parse-input.ts";
import type { Call, Command, Context } from "../registry.ts";
import { type Block, type Form, type Outcome, privately } from "../reply.ts";

/**
 * Hands a question to the people whom the workspace chose, and their answer back. On platforms with forms both are written in
 * one; in words `ask-person …` shows what would be sent, `ask-person send …` sends it, `ask-person answer <id> …` answers.
 */
export const askPerson: Command = {
  name: "ask-person",
  options: [{ name: "question", required: false, rest: true }],
  audience: "everyone",
  listed: true,
  async run(call, context) {
    const { subject, options } = call;
    switch (call.verb) {
      case FORM_VERB:
        return subject === undefined ? openQuestion(undefined, context) : openAnswer(subject, call, context);
      case "send":
        return question(options["question"] ?? "", call, context);
      case "answer":
        return answer(subject ?? "", options["answer"] ?? "", call, context);
      case "reply":
        return remark(subject ?? "", options["answer"] ?? "", call, context);
      default:
        return inWords(options["question"] ?? "", call, context);
    }
  },
};

async function question(text: string, call: Call, context: Context): Promise<Outcome> {
  await sendQuestion(text, call, context);
  return privately({ type: "text", text: context.say("handoff.sent") });
}

async function answer(id: string, text: string, call: Call, context: Context): Promise<Outcome> {
  await sendAnswer(text, await requireOpenHandoff(id, call, context), call, context);
  return privately({ type: "text", text: context.say("handoff.answer-sent") });
}

/** What is written under a question that was handed over is its answer; what is written under other posts is nobody's. */
async function remark(message: string, text: string, call: Call, context: Context): Promise<Outcome | undefined> {
  // The platform vouches for where a remark was written; a button that claims to be one vouches for nothing.
  if (call.request.input.kind !== "reply") throw new UserError("handoff.closed");
  const handoff = await context.store.handoffByMessage(requireWorkspace(call.request), message);
  if (!handoff) return undefined;
  await sendAnswer(text, handoff, call, context);
  return privately({ type: "text", text: context.say("handoff.answer-sent") });
}

async function inWords(text: string, call: Call, context: Context): Promise<Outcome> {
  const [word = "", ...rest] = text.trim().split(/\s+/);
  const verb = choiceOf(word, ["send", "answer"], context.knowledge.commandWords);
  // What follows is taken as it was written, with its lines.
  const after = text.trim().slice(word.length).trim();
  if (verb === "send") return question(after, call, context);
  const [id = ""] = rest;
  if (verb === "answer" && isUuid(id)) return answer(id, after.slice(id.length).trim(), call, context);
  return openQuestion(text.trim() === "" ? undefined : text.trim(), context);
}

/** A form for the question, and the same in words. The asker sees exactly what would be sent, and nothing is sent yet. */
function openQuestion(text: string | undefined, context: Context): Outcome {
  const { say, settings } = context;
  if (settings.handoffPlace === undefined && settings.privacyContact !== undefined) return privately(...humanContact(context));
  requireHandoffPlace(context);
  const how = say("handoff.in-words", { command: commandOf(context), send: say("handoff.word-send") });
  const blocks: Block[] =
    text === undefined
      ? [{ type: "text", text: `${say("handoff.how")}\n\n${how}` }]
      : [
          { type: "text", text: say("handoff.preview") },
          { type: "copy", text },
          { type: "text", text: `${say("handoff.how")}\n\n${how}` },
        ];
  const button = { label: say("handoff.button"), action: { command: "ask-person", verb: FORM_VERB } };
  return { ...privately(...blocks, { type: "buttons", buttons: [button] }), form: questionForm(text, context) };
}

async function openAnswer(id: string, call: Call, context: Context): Promise<Outcome> {
  const { say } = context;
  await requireOpenHandoff(id, call, context);
  const how = say("handoff.answer-in-words", { command: commandOf(context), answer: say("handoff.word-answer"), id });
  const form: Form = {
    title: say("handoff.answer-form"),
    submit: say("handoff.form-send"),
    action: { command: "ask-person", verb: "answer", subject: id },
    fields: [
      {
        name: "answer",
        type: "text",
        label: say("handoff.answer-label"),
        hint: say("handoff.answer-hint"),
        required: true,
        maxLength: QUESTION_LENGTH,
        long: true,
      },
    ],
  };
  return { ...privately({ type: "text", text: how }), form };
}

function questionForm(text: string | undefined, { say }: Context): Form {
  return {
    title: say("handoff.form"),
    submit: say("handoff.form-send"),
    action: { command: "ask-person", verb: "send" },
    fields: [
      {
        name: "question",
        type: "text",
        label: say("handoff.question-label"),
        hint: say("handoff.question-hint"),
        required: true,
        maxLength: QUESTION_LENGTH,
        long: true,
        ...(text === undefined ? {} : { value: text.slice(0, QUESTION_LENGTH) }),
      },
    ],
  };
}

function commandOf({ knowledge, language }: Context): string {
  return knowledge.commandWord("ask-person", language);
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
