import { commandProblems } from "./discord-command-rules.ts";
import { callbackProblems, EPHEMERAL, flatten, messageProblems } from "./discord-message-rules.ts";
import { channelPayload, messagePayload } from "./discord-payloads.ts";
import { directChannel, type Interaction, type Message, type State } from "./discord-state.ts";
import { mentionsIn, rawText } from "./discord-text.ts";
import type { Problem } from "./discord-validate.ts";

/** An answer of the REST API. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** A request of the bot. `ids` are the variable parts of its path. */
export interface Call {
  ids: readonly string[];
  body: Record<string, unknown>;
  query: URLSearchParams;
}

/** What the routes work with. */
export interface RouteContext {
  state: State;
  gatewayUrl(): string;
  ackDeadlineMs: number;
  /** Tells the bot of a new message, its own ones included, as Discord does. */
  announce(message: Message): void;
}

/** A route. `open`: needs no token of the bot, because the address holds one. */
export interface Route {
  open: boolean;
  answer(call: Call, context: RouteContext): Answer;
}

/** Discord's answer to a request that cannot be done. */
export function refusal(status: number, code: number, message: string): Answer {
  return { status, body: { message, code } };
}

/** All that the emulator can do, by method and path; `:` marks a variable part. */
export const ROUTES: Readonly<Record<string, Route>> = {
  "GET /gateway/bot": {
    open: false,
    answer: (_, { gatewayUrl, state }) => {
      // Discord lets large bots open several connections at once, and others one every five seconds.
      const session_start_limit = {
        total: 1_000,
        remaining: state.startsLeft,
        reset_after: 14_400_000,
        max_concurrency: state.advisedShards,
      };
      return { status: 200, body: { url: gatewayUrl(), shards: state.advisedShards, session_start_limit } };
    },
  },
  "GET /applications/@me": {
    open: false,
    answer: (_, { state }) => {
      const integration_types_config = Object.fromEntries(state.installs.map((type) => [type, {}]));
      const { application: id, keys, applicationFlags: flags, endpoint: interactions_endpoint_url = null } = state;
      const about = { name: "linkedin-ai", verify_key: keys.publicKey, flags, interactions_endpoint_url };
      return { status: 200, body: { id, ...about, integration_types_config, bot: { id } } };
    },
  },
  "GET /applications/:application/commands": {
    open: false,
    answer: ({ query }, { state }) => {
      const isWhole = query.get("with_localizations") === "true";
      return { status: 200, body: state.commands.map((command) => commandPayload(state, command, isWhole)) };
    },
  },
  "PUT /applications/:application/commands": {
    open: false,
    answer: ({ body }, { state }) => {
      const problems = commandProblems(body, state.installs);
      if (problems.length > 0) return invalidForm(problems);
      state.commands = Object.values(body) as Record<string, unknown>[];
      return { status: 200, body: state.commands.map((command) => commandPayload(state, command, true)) };
    },
  },
  "POST /users/@me/channels": {
    open: false,
    answer: ({ body }, { state }) => {
      const person = state.people.get(String(body["recipient_id"]));
      if (!person) return invalidForm([{ path: "recipient_id", code: "UNKNOWN_USER", message: "Unknown user" }]);
      return { status: 200, body: channelPayload(state, directChannel(state, person.id)) };
    },
  },
  "GET /channels/:channel": {
    open: false,
    answer: ({ ids: [id = ""] }, { state }) => {
      const channel = state.channels.get(id);
      return channel ? { status: 200, body: channelPayload(state, channel) } : refusal(404, 10_003, "Unknown Channel");
    },
  },
  "GET /channels/:channel/messages": { open: false, answer: readHistory },
  "POST /channels/:channel/messages": { open: false, answer: createMessage },
  "POST /interactions/:interaction/:token/callback": { open: true, answer: acknowledge },
  "PATCH /webhooks/:application/:token/messages/@original": { open: true, answer: editOriginal },
  "POST /webhooks/:application/:token": { open: true, answer: followUp },
};

/** A command as Discord gives it back: with what was left out spelled out, and without what is false. */
function commandPayload(state: State, command: Record<string, unknown>, isWhole: boolean): Record<string, unknown> {
  const defaults = { default_member_permissions: null, description: "", name_localizations: null, description_localizations: null };
  const added = { id: state.newId(), application_id: state.application, version: state.newId(), nsfw: false };
  const whole: Record<string, unknown> = { ...defaults, ...(withoutFalse(command) as object), ...added };
  if (isWhole) return whole;
  const { name_localizations: _, description_localizations: __, ...rest } = whole;
  return rest;
}

function withoutFalse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutFalse);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, field]) => field !== false && !(Array.isArray(field) && field.length === 0));
  // In another order than it was sent: nothing may depend on it.
  return Object.fromEntries(kept.toReversed().map(([key, field]) => [key, withoutFalse(field)]));
}

function createMessage({ ids: [channelId = ""], body }: Call, { state, announce }: RouteContext): Answer {
  const channel = state.channels.get(channelId);
  if (!channel) return refusal(404, 10_003, "Unknown Channel");
  if (channel.recipient && state.people.get(channel.recipient)?.closedToMessages) {
    return refusal(403, 50_007, "Cannot send messages to this user");
  }
  if (channel.closedToBot) return refusal(403, 50_013, "Missing Permissions");
  const problems = messageProblems("create", body);
  if (problems.length > 0) return invalidForm(problems);
  const nonce = typeof body["nonce"] === "string" ? body["nonce"] : undefined;
  const isTwin = (message: Message): boolean => message.nonce === nonce && state.clock() - message.at < state.nonceMs;
  const twin = body["enforce_nonce"] === true && nonce !== undefined ? state.messages.findLast(isTwin) : undefined;
  const message = twin ?? addMessage(state, channelId, body, nonce === undefined ? {} : { nonce });
  if (!twin) announce(message);
  // The nonce comes back to whoever sent it, and is not part of the message later.
  return { status: 200, body: { ...messagePayload(state, message), ...(nonce === undefined ? {} : { nonce }) } };
}

/** Newest first. Without the right to read the history it is empty. https://docs.discord.com/developers/resources/message#get-channel-messages */
function readHistory({ ids: [channelId = ""], query }: Call, { state }: RouteContext): Answer {
  const channel = state.channels.get(channelId);
  if (!channel) return refusal(404, 10_003, "Unknown Channel");
  const limit = Number(query.get("limit") ?? 50);
  const unknown = [...query.keys()].filter((key) => key !== "limit" && key !== "before");
  if (!(limit >= 1 && limit <= 100) || unknown.length > 0) {
    return invalidForm([{ path: "limit", code: "NUMBER_TYPE_MAX", message: `Bad query: ${query}` }]);
  }
  const before = query.get("before");
  const mayRead = state.mayReadHistory || channel.type === 1;
  const all = state.messages.filter(
    ({ channel: of, visibleTo, id }) =>
      mayRead && of === channelId && visibleTo === undefined && (before === null || BigInt(id) < BigInt(before)),
  );
  return {
    status: 200,
    body: all
      .slice(-limit)
      .reverse()
      .map((message) => messagePayload(state, message)),
  };
}

function acknowledge({ ids: [id], body }: Call, context: RouteContext): Answer {
  const interaction = context.state.interactions.find((one) => one.id === id);
  if (!interaction || interaction.expired) return refusal(404, 10_062, "Unknown interaction");
  if (interaction.acknowledgement) return refusal(400, 40_060, "Interaction has already been acknowledged.");
  const at = Date.now();
  if (at - interaction.sentAt > context.ackDeadlineMs) {
    context.state.failures.push(`interaction ${id} was acknowledged after ${at - interaction.sentAt} ms`);
    return refusal(404, 10_062, "Unknown interaction");
  }
  const problems = [...callbackProblems(body), ...misplaced(body["type"], interaction, context.state)];
  if (problems.length > 0) return invalidForm(problems);
  const { type, data = {} } = body as { type: number; data?: Record<string, unknown> };
  interaction.acknowledgement = { type, at, ...(data["choices"] === undefined ? {} : { choices: data["choices"] }) };
  RESPONSES[type]?.(interaction, data, context);
  return { status: 204 };
}

/** What may not be said to this interaction, though it may be to others. */
function misplaced(type: unknown, { type: kind, original }: Interaction, state: State): Problem[] {
  const wrong = (message: string): Problem[] => [{ path: "type", code: "BASE_TYPE_CHOICES", message }];
  if (type === 9 && kind === 5) return wrong("A form cannot be answered by a form.");
  if (type === 7 && !state.messages.some(({ id }) => id === original)) return wrong("There is no message to update.");
  return [];
}

/** What the first responses to an interaction do, by their type. */
const RESPONSES: Readonly<Record<number, (interaction: Interaction, data: Record<string, unknown>, context: RouteContext) => void>> = {
  4: (interaction, data, { state, announce }) => {
    const message = addMessage(state, interaction.channel, data, visibility(interaction, data["flags"]));
    interaction.original = message.id;
    if (message.visibleTo === undefined) announce(message);
  },
  5: (interaction, data, { state }) => {
    const placeholder = addMessage(state, interaction.channel, data, visibility(interaction, data["flags"]));
    placeholder.loading = true;
    interaction.original = placeholder.id;
  },
  7: ({ original }, data, { state }) => {
    const pressed = state.messages.find(({ id }) => id === original);
    if (pressed) edit(pressed, data);
  },
  9: ({ person, channel, original }, data, { state }) => {
    state.modals.push({ person, channel, data, ...(original === undefined ? {} : { source: original }) });
  },
};

function editOriginal({ ids: [, token], body }: Call, { state }: RouteContext): Answer {
  const interaction = answerable(state, token);
  const message = state.messages.find(({ id }) => id === interaction?.original);
  if (!interaction) return refusal(401, 50_027, "Invalid Webhook Token");
  if (!message) return refusal(404, 10_008, "Unknown Message");
  const problems = messageProblems("edit", body);
  if (problems.length > 0) return invalidForm(problems);
  edit(message, body);
  return { status: 200, body: messagePayload(state, message) };
}

function edit(message: Message, body: Record<string, unknown>): void {
  message.edits += message.loading ? 0 : 1;
  message.loading = false;
  message.components = numbered(body["components"]);
  message.flags = Number(body["flags"]);
  message.pings = pingsOf(body);
}

function followUp({ ids: [, token], body }: Call, { state, announce }: RouteContext): Answer {
  const interaction = answerable(state, token);
  if (!interaction) return refusal(401, 50_027, "Invalid Webhook Token");
  const problems = messageProblems("followUp", body);
  if (problems.length > 0) return invalidForm(problems);
  const message = addMessage(state, interaction.channel, body, visibility(interaction, body["flags"]));
  if (message.visibleTo === undefined) announce(message);
  return { status: 200, body: messagePayload(state, message) };
}

function answerable(state: State, token: string | undefined): Interaction | undefined {
  return state.interactions.find((one) => one.token === token && one.acknowledgement && !one.expired);
}

function visibility(interaction: Interaction, flags: unknown): Pick<Message, "visibleTo"> | Record<string, never> {
  return (Number(flags ?? 0) & EPHEMERAL) === 0 ? {} : { visibleTo: interaction.person };
}

function addMessage(state: State, channel: string, body: Record<string, unknown>, more: Partial<Message>): Message {
  const reference = (body["message_reference"] as { message_id?: string } | undefined)?.message_id;
  const message: Message = {
    id: state.newId(),
    channel,
    author: state.application,
    at: state.clock(),
    content: "",
    components: numbered(body["components"] ?? []),
    flags: Number(body["flags"] ?? 0),
    loading: false,
    edits: 0,
    pings: pingsOf(body),
    ...(reference === undefined ? {} : { reference }),
    ...more,
  };
  state.messages.push(message);
  return message;
}

/** Components without an id get the next number that no other one has. */
function numbered(components: unknown): unknown {
  const given = new Set(flatten(components).map(({ id }) => id));
  let next = 0;
  for (const component of flatten(components)) {
    if (component["id"] !== undefined) continue;
    do next += 1;
    while (given.has(next));
    component["id"] = next;
  }
  return components;
}

/** Who is notified: without `allowed_mentions` everyone who is mentioned, and the author of the message that is answered. */
function pingsOf(body: Record<string, unknown>): string[] {
  const allowed = body["allowed_mentions"] as { parse?: string[]; replied_user?: boolean } | undefined;
  const replied = body["message_reference"] !== undefined && (allowed === undefined || allowed.replied_user === true) ? ["reply"] : [];
  const mentions = allowed === undefined || (allowed.parse ?? []).length > 0 ? mentionsIn(rawText(body["components"])) : [];
  return [...replied, ...mentions];
}

/** Error 50035: the tree of errors follows the paths of the fields. */
function invalidForm(problems: readonly Problem[]): Answer {
  const errors: Record<string, unknown> = {};
  for (const { path, code, message } of problems) {
    let node = errors;
    for (const key of path.split(".")) {
      node[key] ??= {};
      node = node[key] as Record<string, unknown>;
    }
    node["_errors"] = [{ code, message }];
  }
  return { status: 400, body: { message: "Invalid Form Body", code: 50_035, errors } };
}
