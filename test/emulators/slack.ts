import { textAt } from "../../src/adapters/slack/fields.ts";
import { ACK_DEADLINE_MS, type Acked, createDelivery, type DeliveryKind, type Transport } from "./slack-delivery.ts";
import { takeImmediate } from "./slack-methods.ts";
import { APP_TOKEN, BOT_TOKEN, startSlackServer } from "./slack-server.ts";
import { APP_ID, BOT_ID, BOT_USER, createSlackState, type SlackFault, type SlackPost, TEAM } from "./slack-state.ts";
import { moreVerbs } from "./slack-verbs.ts";
import { fieldsOf, submissionOf } from "./slack-views.ts";
import { pressables } from "./slack-visible.ts";

/** How the emulator is started. */
export interface SlackEmulatorOptions {
  transport?: Transport;
  ackDeadlineMs?: number;
}

export type SlackEmulator = Awaited<ReturnType<typeof startSlack>>;

/**
 * A strict Slack on this machine: one workspace with the bot installed, its Web API, Socket Mode or signed HTTP.
 * People act through the verbs; tests look at `visibleTo` and assert that `failures` is empty.
 */
export async function startSlack({ transport = { kind: "socket" }, ackDeadlineMs = ACK_DEADLINE_MS }: SlackEmulatorOptions = {}) {
  const state = createSlackState();
  const server = await startSlackServer(state);
  const send = createDelivery(state, server, transport, ackDeadlineMs);
  let last: { kind: DeliveryKind; payload: object } | undefined;

  const deliver = (kind: DeliveryKind, payload: object): Promise<Acked> => {
    last = { kind, payload };
    return send(kind, payload);
  };
  const responseUrl = (channel: string, user: string, original?: string): string => {
    const id = state.nextId("R");
    state.responseUrls.set(id, { channel, user, uses: 0, expired: false, ...(original && { original }) });
    return server.responseUrl(id);
  };
  const join = (user: string, channel: string): void => {
    state.user(user);
    if (channel === state.direct(user).id) return;
    state.channel(channel).members.add(user);
  };
  const event = (fields: object, team = TEAM): object => ({
    type: "event_callback",
    event_id: state.nextId("Ev"),
    event_time: Math.floor(Date.now() / 1000),
    team_id: team,
    api_app_id: APP_ID,
    authorizations: [{ team_id: team, enterprise_id: null, user_id: BOT_USER, is_bot: true, is_enterprise_install: false }],
    event: fields,
  });
  /** What every interaction carries. */
  const teamOf = (user: string): string => state.user(user).teamId;
  const interaction = (type: string, user: string): object => ({
    type,
    user: { id: user, name: user.toLowerCase(), team_id: teamOf(user) },
    team: { id: teamOf(user), domain: "team" },
    api_app_id: APP_ID,
    token: "legacy-token",
    trigger_id: state.trigger(user),
  });

  return {
    ...server,
    ...moreVerbs({ state, deliver, event, interaction, responseUrl }),
    state,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    botUser: BOT_USER,
    failures: state.failures,
    until: state.until,
    visibleTo: state.visibleTo,
    deliver,
    event,
    interaction,
    direct: (user: string): string => state.direct(user).id,
    /** Makes a method fail the next time it is called. */
    fault(fault: SlackFault): void {
      state.faults.push(fault);
    },

    /** Writes in a channel; the bot hears of it only where it is mentioned. */
    say(user: string, channel: string, text: string, thread?: string): SlackPost {
      join(user, channel);
      return state.add({ channel, author: user, text, blocks: [], ...(thread && { thread }) });
    },
    /** Mentions the bot in a channel. */
    async mention(user: string, channel: string, text: string, thread?: string): Promise<SlackPost> {
      join(user, channel);
      const words = `<@${BOT_USER}> ${text}`;
      const post = state.add({ channel, author: user, text: words, blocks: [], ...(thread && { thread }) });
      const { ts } = post;
      await deliver(
        "events_api",
        event({ type: "app_mention", user, text: words, ts, event_ts: ts, channel, ...(thread && { thread_ts: thread }) }, teamOf(user)),
      );
      return post;
    },
    /** Writes to the bot in a direct message. */
    async dm(user: string, text: string): Promise<SlackPost> {
      const channel = state.direct(user).id;
      const post = state.add({ channel, author: user, text, blocks: [] });
      await deliver(
        "events_api",
        event({ type: "message", channel_type: "im", user, text, ts: post.ts, event_ts: post.ts, channel }, teamOf(user)),
      );
      return post;
    },
    /** Uses the slash command. */
    async command(user: string, channel: string, text: string, command = "/linkedin-ai"): Promise<Acked> {
      join(user, channel);
      const ids = {
        team_id: teamOf(user),
        team_domain: "team",
        channel_id: channel,
        user_id: user,
        api_app_id: APP_ID,
        token: "legacy-token",
      };
      const ways = { response_url: responseUrl(channel, user), trigger_id: state.trigger(user), is_enterprise_install: "false" };
      const acked = await deliver("slash_commands", { ...ids, ...ways, command, text });
      takeImmediate(acked.payload, channel, user, state);
      return acked;
    },
    /** Presses the button, or chooses the option, with this label. */
    press(user: string, post: SlackPost, label: string): Promise<Acked> {
      const found = pressables(post.blocks).find((one) => one.label === label);
      if (!found) throw new Error(`no "${label}" among ${pressables(post.blocks).map((one) => one.label)}`);
      const { channel, ts, only, thread } = post;
      const text = { type: "plain_text", text: label };
      const what = { action_id: found.actionId, block_id: found.blockId, type: found.type, action_ts: state.nextTs() };
      const chosen =
        found.type === "button" ? { text, ...(found.value && { value: found.value }) } : { selected_option: { text, value: found.value } };
      const container = {
        type: "message",
        message_ts: ts,
        channel_id: channel,
        is_ephemeral: only !== undefined,
        ...(thread && { thread_ts: thread }),
      };
      // Slack leaves `message` out where the message is ephemeral.
      const message =
        only === undefined
          ? { message: { type: "message", ts, bot_id: BOT_ID, text: post.text, ...(thread && { thread_ts: thread }) } }
          : {};
      return deliver("interactive", {
        ...interaction("block_actions", user),
        container,
        ...message,
        channel: { id: channel, name: "general" },
        response_url: responseUrl(channel, user, ts),
        actions: [{ ...what, ...chosen }],
      });
    },
    /** The form that a user has open, as the labels of its fields and what they hold. */
    form(user: string): { title: string; fields: { label: string; value: string }[] } | undefined {
      const view = state.views.findLast((one) => one.user === user);
      return view && { title: textAt(view.content, "title", "text") ?? "", fields: fieldsOf(view) };
    },
    /** Fills the open form in, by the labels of its fields, and sends it. `more` is what the payload says otherwise. */
    async submit(user: string, filled: Readonly<Record<string, string>>, more: object = {}): Promise<Acked> {
      const view = state.views.findLast((one) => one.user === user);
      if (!view) throw new Error(`${user} has no form open`);
      const payload = { ...interaction("view_submission", user), view: submissionOf(view, filled), response_urls: [], ...more };
      const acked = await deliver("interactive", payload);
      if (textAt(acked.payload, "response_action") !== undefined) state.fail("a form was answered with an action that is not covered");
      state.views.splice(state.views.indexOf(view), 1);
      return acked;
    },
    /** Delivers the last thing once more, as after a lost acknowledgement. */
    redeliver(): Promise<Acked> {
      if (!last) throw new Error("nothing was delivered yet");
      return send(last.kind, last.payload, 1);
    },
    expireResponseUrls(): void {
      for (const url of state.responseUrls.values()) url.expired = true;
    },
  };
}
