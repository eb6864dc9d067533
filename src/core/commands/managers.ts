import { FORM_VERB } from "../action.ts";
import { personOf } from "../channel-reference.ts";
import { UserError } from "../errors.ts";
import { requireWorkspace } from "../guards.ts";
import { personLink } from "../markdown.ts";
import type { Call, Command, Context } from "../registry.ts";
import { type Block, type Form, type Option, type Outcome, privately } from "../reply.ts";
import type { Identity } from "../request.ts";

/** So many members may be named: enough for a team, few enough to be looked through. */
const MOST_MANAGERS = 20;

/**
 * Who beside the workspace's admins may manage the bot. Only admins say so: who was named cannot name others.
 * In words: `managers add @name`, `managers remove @name`.
 */
export const managers: Command = {
  name: "managers",
  options: [
    { name: "change", required: false, choices: ["add", "remove"] },
    { name: "person", required: false },
  ],
  audience: "admins",
  listed: true,
  async run(call, context) {
    const { verb, subject, options, request } = call;
    const person = verb === "run" ? options["person"] : (options["person"] ?? subject);
    const change = verb === "run" ? options["change"] : verb;
    if (change === FORM_VERB) return { ...(await list(call, context)), form: nameForm(context) };
    if (person === undefined || (change !== "add" && change !== "remove")) return list(call, context);
    if (!request.isAdmin) throw new UserError("managers.admins-only");
    return change === "add" ? add(personOf(person, request.identity.platform), call, context) : remove(person, call, context);
  },
};

async function add(person: string, call: Call, context: Context): Promise<Outcome> {
  const { store, clock } = context;
  const workspace = requireWorkspace(call.request);
  if ((await store.managers(workspace)).length >= MOST_MANAGERS) throw new UserError("managers.too-many", { most: MOST_MANAGERS });
  await store.addManager(workspace, identityOf(person, call), clock());
  return list(call, context, "managers.added");
}

async function remove(written: string, call: Call, context: Context): Promise<Outcome> {
  const person = personOf(written, call.request.identity.platform);
  await context.store.removeManager(requireWorkspace(call.request), identityOf(person, call));
  return list(call, context, "managers.removed");
}

async function list(call: Call, { say, store, knowledge, language }: Context, first?: string): Promise<Outcome> {
  const named = await store.managers(requireWorkspace(call.request));
  const blocks: Block[] = [
    { type: "heading", text: say("setup.managers") },
    { type: "text", text: say("managers.intro", { count: named.length, command: knowledge.commandWord("managers", language) }) },
  ];
  if (first !== undefined) blocks.unshift({ type: "text", text: say(first) });
  if (named.length > 0) {
    // A select cannot show names, so its options bear the numbers of the list above it.
    const options = named.map((person, index): Option => {
      return { label: `${index + 1}. ${person}`, action: { command: "managers", verb: "remove", subject: person } };
    });
    blocks.push({ type: "text", text: named.map((person, index) => `${index + 1}. ${personLink(person)}`).join("\n") });
    blocks.push({ type: "select", placeholder: say("managers.remove"), options });
  }
  blocks.push({ type: "buttons", buttons: [{ label: say("managers.add"), action: { command: "managers", verb: FORM_VERB } }] });
  return privately(...blocks);
}

function nameForm({ say }: Context): Form {
  return {
    title: say("managers.form"),
    submit: say("setup.save"),
    action: { command: "managers", verb: "add" },
    fields: [{ name: "person", label: say("managers.person"), hint: say("managers.hint"), required: true, type: "person" }],
  };
}

/** Colleagues belong to what the admin who names them belongs to. */
function identityOf(person: string, { request }: Call): Identity {
  return { ...request.identity, person };
}
