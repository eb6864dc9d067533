import { history } from "./slack-history.ts";
import { installMethods } from "./slack-install.ts";
import { APP_ID, BOT_ID, BOT_USER, type SlackChannel, type SlackMetadata, type SlackPost, type SlackState } from "./slack-state.ts";
import { surfaceMethods } from "./slack-surfaces.ts";
import { validateMessage } from "./slack-validate.ts";
import { openView } from "./slack-views.ts";

/** Arguments of a call, with nested JSON already parsed. */
export type Args = Record<string, unknown>;

/** Slack's answer; errors are values: `{ ok: false, error }`. */
export type Answer = { ok: true; [key: string]: unknown } | { ok: false; error: string; [key: string]: unknown };

/** One Web API method: the arguments it knows, the token it wants, the scope it needs, and what it does. */
export interface Method {
  args: readonly string[];
  token: "bot" | "app" | "none";
  scope?: string;
  /** `team` is whose token the call was made with. */
  run(args: Args, state: SlackState, team: string): Answer;
}

const CONTENT = ["text", "blocks"];

/** Every Web API method of the emulator. */
export const slackMethods: Readonly<Record<string, Method>> = {
  "auth.test": {
    args: [],
    token: "bot",
    run: (_, _state, team) => ({
      ok: true,
      team: "Team",
      team_id: team,
      user: "bot",
      user_id: BOT_USER,
      bot_id: BOT_ID,
      url: "https://team.example/",
    }),
  },
  "apps.connections.open": {
    args: [],
    token: "app",
    run: (_, state) => ({ ok: true, url: `{socket}/link?ticket=${state.nextId("ticket")}&app_id=${APP_ID}` }),
  },
  "chat.postMessage": {
    args: ["channel", "thread_ts", "unfurl_links", "unfurl_media", "metadata", "reply_broadcast", ...CONTENT],
    token: "bot",
    scope: "chat:write",
    run(args, state, team) {
      const channel = channelOf(args, state, team);
      if (typeof channel === "string") return refusal(channel);
      const problem = contentProblem(args, state, "chat.postMessage", channel.id.startsWith("D"));
      if (problem) return problem;
      if (args["unfurl_links"] !== false && args["unfurl_links"] !== "false") state.fail("chat.postMessage: link previews are on");
      const metadata = metadataOf(args, state);
      const post = state.add({ ...contentOf(args), channel: channel.id, author: BOT_USER, ...threadOf(args, channel, state), ...metadata });
      return { ok: true, channel: channel.id, ts: post.ts, message: { text: post.text, ts: post.ts, user: BOT_USER, bot_id: BOT_ID } };
    },
  },
  "chat.postEphemeral": {
    args: ["channel", "user", "thread_ts", ...CONTENT],
    token: "bot",
    scope: "chat:write",
    run(args, state, team) {
      const channel = channelOf(args, state, team);
      if (typeof channel === "string") return refusal(channel);
      const user = String(args["user"]);
      if (!channel.members.has(user)) return refusal("user_not_in_channel");
      const problem = contentProblem(args, state, "chat.postEphemeral", true);
      if (problem) return problem;
      const post = state.add({ ...whispered(args, channel, state), channel: channel.id, author: BOT_USER, only: user });
      return { ok: true, message_ts: post.ts };
    },
  },
  "chat.update": {
    args: ["channel", "ts", ...CONTENT],
    token: "bot",
    scope: "chat:write",
    run(args, state) {
      const post = state.posts.find(({ ts, channel }) => ts === args["ts"] && channel === args["channel"]);
      if (!post || post.only !== undefined) return refusal("message_not_found");
      if (post.author !== BOT_USER) return refusal("cant_update_message");
      const problem = contentProblem(args, state, "chat.update", post.channel.startsWith("D"));
      if (problem) return problem;
      replace(post, args, state);
      return { ok: true, channel: post.channel, ts: post.ts, text: post.text };
    },
  },
  ...installMethods,
  ...surfaceMethods,
  "conversations.history": history,
  "conversations.open": {
    args: ["users"],
    token: "bot",
    scope: "im:write",
    run(args, state) {
      const user = String(args["users"]);
      return state.users.has(user) ? { ok: true, channel: { id: state.direct(user).id } } : refusal("user_not_found");
    },
  },
  "views.open": { args: ["trigger_id", "view"], token: "bot", run: openView },
  "users.info": {
    args: ["user", "include_locale"],
    token: "bot",
    scope: "users:read",
    run(args, state) {
      const user = state.users.get(String(args["user"]));
      if (!user) return refusal("user_not_found");
      const locale = String(args["include_locale"]) === "true" ? { locale: user.locale } : {};
      const flags = { is_admin: user.isAdmin, is_owner: user.isOwner, is_primary_owner: false };
      return { ok: true, user: { id: user.id, team_id: user.teamId, tz: user.timeZone, ...flags, ...locale } };
    },
  },
};

/** A `response_url` was posted to. https://docs.slack.dev/interactivity/handling-user-interaction */
export function useResponseUrl(id: string, args: Args, state: SlackState): { status: number; answer: Answer } {
  const url = state.responseUrls.get(id);
  if (!url || url.expired) return { status: 404, answer: refusal("expired_url") };
  if (url.uses >= 5) return { status: 404, answer: refusal("used_url") };
  const known = ["response_type", "replace_original", "delete_original", "thread_ts", "unfurl_links", "unfurl_media", ...CONTENT];
  for (const key of Object.keys(args)) if (!known.includes(key)) state.fail(`response_url: unknown field ${key}`);
  const problem = contentProblem(args, state, "response_url", args["response_type"] !== "in_channel");
  if (problem) return { status: 400, answer: problem };
  url.uses += 1;
  const original = state.posts.find(({ ts }) => ts === url.original);
  if (original && args["replace_original"] === undefined) state.fail("response_url: replace_original is left to Slack's default");
  if (args["replace_original"] === true && original) {
    if (original.only === undefined && state.channel(original.channel).kind === "channel")
      state.fail("a message that everyone sees was replaced");
    replace(original, args, state);
    return { status: 200, answer: { ok: true } };
  }
  const only = args["response_type"] === "in_channel" ? {} : { only: url.user };
  state.add({ ...contentOf(args), channel: url.channel, author: BOT_USER, ...only });
  return { status: 200, answer: { ok: true } };
}

/**
 * A command was acknowledged with a message, which only the person sees unless it says otherwise.
 * https://docs.slack.dev/interactivity/implementing-slash-commands#responding_immediate_response
 */
export function takeImmediate(payload: unknown, channel: string, user: string, state: SlackState): void {
  const args = typeof payload === "string" && payload.startsWith("{") ? (JSON.parse(payload) as Args) : (payload as Args | undefined);
  if (typeof args !== "object" || Object.keys(args).length === 0) return;
  for (const key of Object.keys(args))
    if (!["response_type", ...CONTENT].includes(key)) state.fail(`acknowledgement: unknown field ${key}`);
  if (contentProblem(args, state, "acknowledgement", true)) return;
  const only = args["response_type"] === "in_channel" ? {} : { only: user };
  state.add({ ...contentOf(args), channel, author: BOT_USER, ...only });
}

function replace(post: SlackPost, args: Args, state: SlackState): void {
  Object.assign(post, contentOf(args), { edits: post.edits + 1 });
  state.changed();
}

function refusal(error: string): Answer & { ok: false } {
  return { ok: false, error };
}

function channelOf(args: Args, state: SlackState, team: string): SlackChannel | string {
  const id = String(args["channel"]);
  const channel = state.users.has(id) ? state.direct(id) : state.channels.get(id);
  if (!channel || channel.teamId !== team) return "channel_not_found";
  if (channel.isArchived) return "is_archived";
  return channel.hasBot ? channel : "not_in_channel";
}

function contentProblem(args: Args, state: SlackState, method: string, isPrivate: boolean): (Answer & { ok: false }) | undefined {
  const { error, invalid, careless } = validateMessage(args, isPrivate);
  for (const problem of [...invalid, ...careless]) state.fail(`${method}: ${problem}`);
  return error ? { ok: false, error, response_metadata: { messages: invalid } } : undefined;
}

function contentOf(args: Args): Pick<SlackPost, "text" | "blocks"> {
  return { text: String(args["text"] ?? ""), blocks: Array.isArray(args["blocks"]) ? args["blocks"] : [] };
}

/** An event type of letters, digits, underscores and dots, and a flat payload. https://docs.slack.dev/messaging/message-metadata */
function metadataOf({ metadata }: Args, state: SlackState): { metadata?: SlackMetadata } {
  if (metadata === undefined) return {};
  const { event_type, event_payload, ...unknown } = metadata as Partial<SlackMetadata>;
  const isFlat = Object.values(event_payload ?? {}).every((value) => ["string", "number", "boolean"].includes(typeof value));
  if (!/^[\w.]{1,255}$/.test(event_type ?? "") || !event_payload || !isFlat || Object.keys(unknown).length > 0) {
    state.fail(`invalid_metadata_format: ${JSON.stringify(metadata)}`);
    return {};
  }
  return { metadata: { event_type: event_type ?? "", event_payload } };
}

function threadOf(args: Args, channel: SlackChannel, state: SlackState): { thread?: string } {
  if (args["thread_ts"] === undefined) return {};
  const thread = String(args["thread_ts"]);
  const parent = state.posts.find((post) => post.ts === thread && post.channel === channel.id);
  if (!parent) state.fail(`thread_ts ${thread} is no message of ${channel.id}`);
  if (parent?.thread !== undefined) state.fail("thread_ts is a reply, not the parent");
  return { thread };
}

/** "Ephemeral messages in threads are only shown if there is already an active thread." docs.slack.dev/reference/methods/chat.postEphemeral */
function whispered(args: Args, channel: SlackChannel, state: SlackState): Pick<SlackPost, "text" | "blocks" | "thread" | "hidden"> {
  const { thread } = threadOf(args, channel, state);
  if (thread === undefined) return contentOf(args);
  const isActive = state.posts.some((post) => post.channel === channel.id && post.thread === thread && post.only === undefined);
  if (!isActive) state.fail("an ephemeral message was posted into a thread that is not there: nobody sees it");
  return { ...contentOf(args), thread, hidden: !isActive };
}
