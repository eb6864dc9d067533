import type { Acked, DeliveryKind } from "./slack-delivery.ts";
import { BOT_USER, type SlackPost, type SlackState } from "./slack-state.ts";
import { pressables } from "./slack-visible.ts";

/** What the verbs are made of. */
interface VerbParts {
  state: SlackState;
  deliver(kind: DeliveryKind, payload: object): Promise<Acked>;
  event(fields: object, team?: string): object;
  interaction(type: string, user: string): object;
  responseUrl(channel: string, user: string, original?: string): string;
}

/** What people do beside writing, commanding and pressing in messages; and what happens to the app in a workspace. */
export function moreVerbs({ state, deliver, event, interaction, responseUrl }: VerbParts) {
  const teamOf = (user: string): string => state.user(user).teamId;
  return {
    /** Opens the app's Home tab. https://docs.slack.dev/reference/events/app_home_opened */
    openHome(user: string, tab = "home"): Promise<Acked> {
      const channel = state.direct(user).id;
      const fields = { type: "app_home_opened", user, channel, tab, event_ts: state.nextTs() };
      return deliver("events_api", event(fields, teamOf(user)));
    },
    /**
     * Presses a button, or chooses an option, on the Home tab. `more` is what the payload says otherwise: in an organisation it may
     * name another workspace of the person's.
     */
    pressHome(user: string, label: string, more: object = {}): Promise<Acked> {
      const blocks = state.homes.get(user) ?? [];
      const found = pressables(blocks).find((one) => one.label === label);
      if (!found) throw new Error(`no "${label}" among ${pressables(blocks).map((one) => one.label)}`);
      const what = { action_id: found.actionId, block_id: found.blockId, type: found.type, action_ts: state.nextTs() };
      const chosen = found.type === "button" ? { value: found.value } : { selected_option: { value: found.value } };
      const private_metadata = state.homeMetadata.get(user) ?? "";
      const view = { id: `V${user}`, type: "home", team_id: teamOf(user), hash: state.nextId("hash"), private_metadata };
      return deliver("interactive", {
        ...interaction("block_actions", user),
        container: { type: "view", view_id: view.id },
        view,
        actions: [{ ...what, ...chosen }],
        ...more,
      });
    },
    /** Opens the assistant pane and gives back its thread. https://docs.slack.dev/reference/events/assistant_thread_started */
    async openAssistant(user: string): Promise<{ channel: string; thread: string }> {
      const channel = state.direct(user).id;
      const { ts } = state.add({ channel, author: BOT_USER, text: "New chat", blocks: [] });
      state.assistant.set(`${channel}:${ts}`, { prompts: [], statuses: [] });
      const assistant_thread = { user_id: user, context: {}, channel_id: channel, thread_ts: ts };
      await deliver("events_api", event({ type: "assistant_thread_started", assistant_thread, event_ts: ts }, teamOf(user)));
      return { channel, thread: ts };
    },
    /** Writes in a thread of the direct messages, which is what the assistant pane is. */
    async writeInPane(user: string, { channel, thread }: { channel: string; thread: string }, text: string): Promise<SlackPost> {
      const post = state.add({ channel, author: user, text, blocks: [], thread });
      const { ts } = post;
      const fields = { type: "message", channel_type: "im", user, text, ts, event_ts: ts, channel, thread_ts: thread };
      await deliver("events_api", event(fields, teamOf(user)));
      return post;
    },
    /** Answers in the thread under a message, without mentioning anybody. The app hears of it where it may read the channel. */
    async replyUnder(user: string, parent: SlackPost, text: string): Promise<SlackPost> {
      const { channel, ts: thread } = parent;
      state.channel(channel).members.add(user);
      const post = state.add({ channel, author: user, text, blocks: [], thread });
      const { ts } = post;
      const fields = { type: "message", channel_type: "channel", user, text, ts, event_ts: ts, channel, thread_ts: thread };
      if (state.scopes.has("channels:history")) {
        await deliver("events_api", event({ ...fields, parent_user_id: parent.author }, teamOf(user)));
      }
      return post;
    },
    /** Chooses a shortcut in the menu of a message. https://docs.slack.dev/interactivity/implementing-shortcuts */
    shortcut(
      user: string,
      { channel, ts, author, text, thread }: SlackPost,
      callback_id = "check-message",
      more: object = {},
    ): Promise<Acked> {
      return deliver("interactive", {
        ...interaction("message_action", user),
        callback_id,
        channel: { id: channel, name: "general" },
        response_url: responseUrl(channel, user),
        message_ts: ts,
        message: { type: "message", user: author, ts, text, ...(thread && { thread_ts: thread }), ...more },
      });
    },
    /** Somebody removes the app from a workspace: its token is of no use from then on. */
    uninstall(team: string, event_time?: number): Promise<Acked> {
      for (const token of state.tokens.values()) if (token.team === team) token.error = "account_inactive";
      return deliver("events_api", { ...event({ type: "app_uninstalled" }, team), ...(event_time === undefined ? {} : { event_time }) });
    },
    /** Slack says that tokens were revoked. */
    revokeTokens(team: string, tokens: { oauth?: string[]; bot?: string[] }): Promise<Acked> {
      return deliver("events_api", event({ type: "tokens_revoked", tokens }, team));
    },
  };
}
