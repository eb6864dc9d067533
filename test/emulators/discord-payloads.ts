import { EPHEMERAL } from "./discord-message-rules.ts";
import { ADMIN_ROLE, type Channel, type Message, PERMISSIONS, type Person, type State } from "./discord-state.ts";

// Payloads written from https://docs.discord.com/developers/resources and /events, not recorded.

const JOINED = "2026-01-05T09:00:00.000000+00:00";

/** A user object. */
function userPayload(person: Pick<Person, "id" | "name">, bot = false): Record<string, unknown> {
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
  const { id, type, name, recipient } = channel;
  if (type === 1) return { id, type, recipients: [userPayload(state.people.get(recipient ?? "") ?? { id: recipient ?? "", name: "" })] };
  const base = { id, type, name, guild_id: state.guild, parent_id: null, permission_overwrites: [], position: 0, nsfw: false };
  if (type === 0) return base;
  const thread_metadata = { archived: false, auto_archive_duration: 1_440, archive_timestamp: JOINED, locked: false };
  return { ...base, owner_id: state.application, message_count: 0, member_count: 1, thread_metadata };
}

/** A server with all its channels, as GUILD_CREATE brings it. */
export function guildPayload(state: State): Record<string, unknown> {
  const channels = [...state.channels.values()].filter(({ type }) => type !== 1);
  const ofType = (type: number) => channels.filter((channel) => channel.type === type).map((channel) => channelPayload(state, channel));
  const role = (id: string, name: string, permissions: string) => {
    return { id, name, permissions, position: 0, color: 0, hoist: false, managed: false, mentionable: false };
  };
  return {
    id: state.guild,
    name: "Acme",
    owner_id: "100000000000000009",
    channels: ofType(0),
    threads: ofType(11),
    roles: [role(state.guild, "@everyone", String(1 << 10)), role(ADMIN_ROLE, "managers", PERMISSIONS.admin)],
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
    mentions: message.content.includes(`<@${state.application}>`) ? [botPayload(state)] : [],
    mention_roles: [],
    attachments: [],
    embeds: [],
    pinned: false,
    type: message.reference === undefined ? 0 : 19,
  };
}

/** The fields that every interaction has, beside its data. */
export function interactionPayload(state: State, channel: Channel, person: Person, locale: string): Record<string, unknown> {
  const user = userPayload(person);
  const inGuild = {
    guild_id: state.guild,
    guild_locale: "en-US",
    guild: { id: state.guild, locale: "en-US", features: [] },
    member: { ...memberPayload(person), user, permissions: person.isAdmin ? `${BigInt(PERMISSIONS.everyone) | 32n}` : "2048" },
    context: 0,
    authorizing_integration_owners: { 0: state.guild },
  };
  return {
    application_id: state.application,
    version: 1,
    channel_id: channel.id,
    channel: channelPayload(state, channel),
    locale,
    app_permissions: PERMISSIONS.everyone,
    entitlements: [],
    attachment_size_limit: 10_485_760,
    ...(channel.type === 1 ? { user, context: 1, authorizing_integration_owners: { 0: "0" } } : inGuild),
  };
}
