import type { Method } from "./slack-methods.ts";
import { BOT_ID } from "./slack-state.ts";

/** `conversations.history`: what the app may read of a channel. https://docs.slack.dev/reference/methods/conversations.history */
export const history: Method = {
  args: ["channel", "oldest", "limit", "cursor", "include_all_metadata"],
  token: "bot",
  run(args, state) {
    const channel = state.channels.get(String(args["channel"]));
    if (!channel) return { ok: false, error: "channel_not_found" };
    const scope = channel.kind === "im" ? "im:history" : "channels:history";
    if (!state.scopes.has(scope)) return { ok: false, error: "missing_scope", needed: scope };
    if (!channel.hasBot) return { ok: false, error: "not_in_channel" };
    const limit = Number(args["limit"] ?? 100);
    if (!(limit >= 1 && limit <= 999)) return { ok: false, error: "invalid_limit" };
    const oldest = Number(args["oldest"] ?? 0);
    const withMetadata = String(args["include_all_metadata"]) === "true";
    // Whispers and replies in threads are not part of a channel's history.
    const all = state.posts.filter(
      (post) => post.channel === channel.id && post.only === undefined && post.thread === undefined && Number(post.ts) > oldest,
    );
    const start = Number(args["cursor"] ?? 0);
    const messages = all
      .reverse()
      .slice(start, start + limit)
      .map(({ ts, text, author, metadata }) => ({
        type: "message",
        ts,
        text,
        user: author,
        bot_id: BOT_ID,
        ...(withMetadata && metadata ? { metadata } : {}),
      }));
    const more = start + limit < all.length;
    return { ok: true, messages, has_more: more, response_metadata: { next_cursor: more ? String(start + limit) : "" } };
  },
};
