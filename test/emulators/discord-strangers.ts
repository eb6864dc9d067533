import { botPayload, JOINED, userPayload } from "./discord-payloads.ts";
import { PERMISSIONS, type State } from "./discord-state.ts";

// Servers of a realistic size in which nothing happens, for what a bot holds of many of them.
const CATEGORIES = 4;
const TEXT_CHANNELS = 21;
const VOICE_CHANNELS = 5;
const THREADS = 2;
const ROLES = 20;
const MEMBERS = 5;
const EMOJIS = 10;

/** Ids of neighbouring servers differ in the bits that choose the shard. */
const FIRST = 1_000_000_000_000_000_000n;
const STEP = 1n << 22n;

/** The ids of so many servers, spread evenly over any number of shards. */
export function strangerGuildIds(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String((FIRST / STEP + BigInt(index)) * STEP));
}

/** What GUILD_CREATE brings of one. https://docs.discord.com/developers/resources/guild#guild-object */
export function strangerGuildPayload(state: State, guild: string): Record<string, unknown> {
  let last = BigInt(guild);
  const newId = (): string => String(++last);
  const ids = (count: number): string[] => Array.from({ length: count }, newId);
  const roles = [guild, ...ids(ROLES - 1)].map((id, position) => rolePayload(id, position, id === guild));
  const muted = roles[3]?.id ?? guild;
  const categories = ids(CATEGORIES);
  const places = [
    ...categories.map((id, position) => ({ ...placePayload(id, 4, position, guild, muted), parent_id: null })),
    ...ids(TEXT_CHANNELS).map((id, position) => ({
      ...placePayload(id, 0, position, guild, muted),
      parent_id: categories[position % CATEGORIES],
      topic: `What number ${position} is for, in one sentence of the usual length`,
      last_message_id: newId(),
    })),
    ...ids(VOICE_CHANNELS).map((id, position) => ({
      ...placePayload(id, 2, position, guild, muted),
      parent_id: categories[0],
      bitrate: 64_000,
      user_limit: 0,
      rtc_region: null,
    })),
  ];
  return {
    id: guild,
    name: `A server with the number ${guild}`,
    icon: "a_1269e74af4df7417b13759eae50c83dc",
    description: null,
    owner_id: newId(),
    region: "deprecated",
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 1,
    default_message_notifications: 1,
    explicit_content_filter: 2,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 1,
    premium_subscription_count: 3,
    system_channel_id: places[CATEGORIES]?.id,
    system_channel_flags: 0,
    rules_channel_id: null,
    max_members: 500_000,
    vanity_url_code: null,
    preferred_locale: "en-US",
    features: ["COMMUNITY", "NEWS", "INVITE_SPLASH", "ANIMATED_ICON"],
    joined_at: JOINED,
    large: true,
    unavailable: false,
    member_count: 400,
    channels: places,
    threads: ids(THREADS).map((id) => threadPayload(id, places[CATEGORIES]?.id ?? guild, guild)),
    roles,
    members: [botPayload(state), ...ids(MEMBERS - 1).map((id) => userPayload({ id, name: `member-${id}` }))].map((user, index) => ({
      user,
      roles: roles.slice(1, 2 + index).map(({ id }) => id),
      joined_at: JOINED,
      nick: null,
      avatar: null,
      premium_since: null,
      deaf: false,
      mute: false,
      flags: 0,
    })),
    emojis: ids(EMOJIS).map((id) => ({
      id,
      name: `emoji_${id}`,
      roles: [],
      require_colons: true,
      managed: false,
      animated: false,
      available: true,
    })),
    stickers: [],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

function rolePayload(id: string, position: number, isEveryone: boolean) {
  return {
    id,
    name: isEveryone ? "@everyone" : `Role number ${position}`,
    description: null,
    permissions: position === 1 ? PERMISSIONS.admin : PERMISSIONS.everyone,
    position,
    color: position * 1_000,
    colors: { primary_color: position * 1_000, secondary_color: null, tertiary_color: null },
    hoist: position < 5,
    managed: false,
    mentionable: false,
    icon: null,
    unicode_emoji: null,
    flags: 0,
  };
}

function placePayload(id: string, type: number, position: number, guild: string, muted: string) {
  const permission_overwrites = [
    { id: guild, type: 0, allow: "0", deny: "1024" },
    { id: muted, type: 0, allow: "1024", deny: "2048" },
  ];
  return {
    id,
    type,
    position,
    guild_id: guild,
    name: `channel-number-${position}`,
    permission_overwrites,
    nsfw: false,
    rate_limit_per_user: 0,
    flags: 0,
  };
}

function threadPayload(id: string, parent_id: string, guild: string) {
  const thread_metadata = { archived: false, auto_archive_duration: 1_440, archive_timestamp: JOINED, locked: false };
  return {
    id,
    type: 11,
    guild_id: guild,
    parent_id,
    name: `thread ${id}`,
    owner_id: guild,
    message_count: 5,
    member_count: 3,
    thread_metadata,
  };
}
