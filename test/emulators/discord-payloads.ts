import { EPHEMERAL } from "./discord-message-rules.ts";
import { ADMIN_ROLE, type Channel, type Message, PERMISSIONS, type Person, type State } from "./discord-state.ts";

// Payloads written from https://docs.discord.com/developers/resources and /events, not recorded.

/** When everybody joined. */
export const JOINED = "2026-01-05T09:00:00.000000+00:00";

/** A user object. */
export function userPayload(person: Pick<Person, "id" | "name">, bot = false): Record<string, unknown> {
  return {
    id: person.id,
    username: person.name,
    discriminator: "0",
    global_name: bot ? null : person.name,
    avatar: null,
    public_flags: 0,
    ...(bot ? { bot } : {}),
  };
}

/** The bot's own user, whose id is that of its application. */
export function botPayload(state: State): Record<string, unknown> {
  return userPayload({ id: state.application, name: "linkedin-ai" }, true);
}

/** A channel object. */
export function channelPayload(state: State, channel: Channel): Record<string, unknown> {
  const { id, type, name, recipient, guild = state.guild } = channel;
  if (type === 1) return { id, type, recipients: [userPayload(state.people.get(recipient ?? "") ?? { id: recipient ?? "", name: "" })] };
  const base = { id, type, name, guild_id: guild, parent_id: null, permission_overwrites: [], position: 0, nsfw: false };
  if (type === 0) return base;
  const thread_metadata = { archived: false, auto_archive_duration: 1_440, archive_timestamp: JOINED, locked: false };
  return { ...base, owner_id: state.application, message_count: 0, member_count: 1, thread_metadata };
}

/** A server with all its channels, as GUILD_CREATE brings it. */
export function guildPayload(state: State, guild: string): Record<string, unknown> {
  const channels = [...state.channels.values()].filter((channel) => channel.type !== 1 && (channel.guild ?? state.guild) === guild);
  const ofType = (type: number) => channels.filter((channel) => channel.type === type).map((channel) => channelPayload(state, channel));
  const role = (id: string, name: string, permissions: string) => {
    return { id, name, permissions, position: 0, color: 0, hoist: false, managed: false, mentionable: false };
  };
  return {
    id: guild,
    name: "Acme",
    owner_id: "100000000000000009",
    channels: ofType(0),
    threads: ofType(11),
    roles: [role(guild, "@everyone", String(1 << 10)), role(ADMIN_ROLE, "managers", PERMISSIONS.admin)],
    members: [{ user: botPayload(state), roles: [], joined_at: JOINED, deaf: false, mute: false, flags: 0 }],
    emojis: [],
    stickers: [],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    member_count: state.people.size + 1,
    features: [],
    preferred_locale: "en-US",
  };
}

/** A member without their user, as MESSAGE_CREATE brings it. */
export function memberPayload(person: Person): Record<string, unknown> {
  return { roles: person.isAdmin ? [ADMIN_ROLE] : [], joined_at: JOINED, deaf: false, mute: false, flags: 0 };
}

/** A message object. */
export function messagePayload(state: State, message: Message): Record<string, unknown> {
  const person = state.people.get(message.author);
  return {
    id: message.id,
    channel_id: message.channel,
    author: person ? userPayload(person) : botPayload(state),
    content: message.content,
    components: message.components,
    flags: message.flags | (message.visibleTo === undefined ? 0 : EPHEMERAL),
    timestamp: new Date(message.at).toISOString(),
    edited_timestamp: message.edits > 0 ? new Date().toISOString() : null,
    tts: false,
    mention_everyone: false,
    mentions: mentionsBot(state, message) ? [botPayload(state)] : [],
    mention_roles: [],
    attachments: [],
    embeds: [],
    pinned: false,
    type: message.reference === undefined ? 0 : 19,
    ...referencePayload(state, message),
  };
}

/** By name, or by answering a message of the bot with the ping that apps put there unless it is switched off. */
function mentionsBot(state: State, { content, reference, silent }: Message): boolean {
  const answersBot = state.messages.find(({ id }) => id === reference)?.author === state.application;
  return content.includes(`<@${state.application}>`) || (answersBot && !silent);
}

function referencePayload(state: State, { reference, channel }: Message): Record<string, unknown> {
  if (reference === undefined) return {};
  const answered = state.messages.find(({ id }) => id === reference);
  const referenced_message = answered ? messagePayload(state, { ...answered, components: [] }) : null;
  return { message_reference: { type: 0, message_id: reference, channel_id: channel, guild_id: state.guild }, referenced_message };
}

/** Bits of what a member may do in a channel: use commands and, unless they are muted, write, also in threads. */
function permissionsOf({ isAdmin, isMuted }: Person): string {
  if (isAdmin) return `${BigInt(PERMISSIONS.everyone) | 32n}`;
  const speak = (1n << 11n) | (1n << 38n);
  return String((1n << 31n) | (isMuted ? 0n : speak));
}

/** The fields that every interaction has, beside its data. `installedBy`: the person took the bot to a server that it is not in. */
export function interactionPayload(
  state: State,
  channel: Channel,
  person: Person,
  locale: string,
  installedBy: "server" | "person" = "server",
): Record<string, unknown> {
  const user = userPayload(person);
  const guild = channel.guild ?? state.guild;
  const owners = installedBy === "server" ? { 0: guild } : { 1: person.id };
  const inGuild = {
    guild_id: guild,
    guild_locale: "en-US",
    guild: { id: guild, locale: "en-US", features: [] },
    member: { ...memberPayload(person), user, permissions: permissionsOf(person) },
    context: 0,
    authorizing_integration_owners: owners,
  };
  const direct = { user, context: 1, authorizing_integration_owners: installedBy === "server" ? { 0: "0" } : owners };
  return {
    application_id: state.application,
    version: 1,
    channel_id: channel.id,
    channel: channelPayload(state, channel),
    locale,
    app_permissions: PERMISSIONS.everyone,
    entitlements: [],
    attachment_size_limit: 10_485_760,
    ...(channel.type === 1 ? direct : inGuild),
  };
}
