import { generateKeyPairSync, sign } from "node:crypto";

/** Somebody on the emulated Discord. */
export interface Person {
  id: string;
  name: string;
  isAdmin: boolean;
  /** True for somebody who takes no direct messages from servers. */
  closedToMessages: boolean;
  /** True for somebody who may read channels and not write in them. */
  isMuted?: boolean;
}

/** A place where messages stand. Types as Discord numbers them: 0 text channel, 1 direct message, 11 thread. */
export interface Channel {
  id: string;
  type: 0 | 1 | 11;
  name: string;
  /** The other person of a direct message. */
  recipient?: string;
  /** The server, if it is not the first one. */
  guild?: string;
  /** True where the bot may not write. */
  closedToBot?: boolean;
}

/** A message as it is now. */
export interface Message {
  id: string;
  channel: string;
  author: string;
  content: string;
  components: unknown;
  flags: number;
  /** The one person who sees it; absent: everyone in the channel. */
  visibleTo?: string;
  /** True while it only says that the bot is thinking. */
  loading: boolean;
  edits: number;
  /** The message that it answers. */
  reference?: string;
  /** True for an answer whose writer switched the ping off. */
  silent?: boolean;
  nonce?: string;
  /** When it was posted, epoch milliseconds. */
  at: number;
  /** Mentions in it that notify somebody. */
  pings: readonly string[];
}

/** An interaction and what the bot did about it. Times are epoch milliseconds. */
export interface Interaction {
  id: string;
  /** As Discord numbers them: 2 command, 3 press, 5 form. */
  type: number;
  token: string;
  person: string;
  channel: string;
  sentAt: number;
  acknowledgement?: { type: number; at: number; choices?: unknown };
  /** The message that `@original` means. */
  original?: string;
  expired: boolean;
}

/** A form that somebody has open, and the message whose button opened it. */
export interface Modal {
  person: string;
  channel: string;
  data: Record<string, unknown>;
  source?: string;
}

/** Everything that the emulated Discord knows. */
export interface State {
  application: string;
  guild: string;
  people: Map<string, Person>;
  channels: Map<string, Channel>;
  messages: Message[];
  interactions: Interaction[];
  /** Forms that are open, the one on top last. */
  modals: Modal[];
  commands: Record<string, unknown>[];
  /** How the application can be installed: by servers (0), by people for themselves (1). */
  installs: readonly (0 | 1)[];
  /** As many connections as Discord advises the bot to open, and how often it may still open one today. */
  advisedShards: number;
  startsLeft: number;
  /** How many servers the bot is in where nothing happens, beside those with channels of a test. */
  strangerGuilds: number;
  /** What the application may be told of, as Discord's bits for it. */
  applicationFlags: number;
  /** Where interactions are posted to, if not sent through the gateway. */
  endpoint: string | undefined;
  /** The key with which requests by HTTP are signed. */
  keys: { publicKey: string; sign(text: string): string };
  /** Every request of the bot, oldest first. */
  calls: { route: string; body: unknown; at: number }[];
  failures: string[];
  /** Discord's clock, epoch milliseconds: ids are made of it. */
  clock: () => number;
  /** How long a nonce is remembered; Discord says only "the past few minutes". */
  nonceMs: number;
  /** False where the bot may not read what was said before. */
  mayReadHistory: boolean;
  newId(): string;
}

/** The beginning of Discord's time. https://docs.discord.com/developers/reference#snowflakes */
const EPOCH_MS = 1_420_070_400_000;

/** The id of the role that lets its members manage the server. */
export const ADMIN_ROLE = "200000000000000001";

/** What the role of an administrator allows, and that of everyone. */
export const PERMISSIONS = { admin: String(1 << 5), everyone: "2147483647" } as const;

/** A server with one text channel and nobody in it but the bot. */
export function createState(): State {
  let last = 0n;
  const newId = (): string => {
    const next = BigInt(state.clock() - EPOCH_MS) << 22n;
    last = next > last ? next : last + 1n;
    return String(last);
  };
  const state: State = {
    clock: Date.now,
    nonceMs: 3 * 60_000,
    mayReadHistory: true,
    application: "",
    guild: "",
    people: new Map(),
    channels: new Map(),
    messages: [],
    interactions: [],
    modals: [],
    commands: [],
    installs: [0, 1],
    advisedShards: 1,
    startsLeft: 999,
    strangerGuilds: 0,
    applicationFlags: 0,
    endpoint: undefined,
    keys: createKeys(),
    calls: [],
    failures: [],
    newId,
  };
  return Object.assign(state, { application: newId(), guild: newId() });
}

/** A key pair as Discord makes one for each application; the public key in hexadecimal, as the Developer Portal shows it. */
function createKeys(): State["keys"] {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const { x = "" } = publicKey.export({ format: "jwk" });
  return {
    publicKey: Buffer.from(x, "base64url").toString("hex"),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString("hex"),
  };
}

/** All servers that the bot is in. */
export function guildsOf(state: State): string[] {
  return [...new Set([state.guild, ...[...state.channels.values()].flatMap(({ guild }) => guild ?? [])])];
}

/** The direct conversation with a person, opened if need be. */
export function directChannel(state: State, person: string): Channel {
  const open = [...state.channels.values()].find(({ recipient }) => recipient === person);
  return open ?? addChannel(state, { type: 1, name: "", recipient: person });
}

/** A new channel. */
export function addChannel(state: State, channel: Omit<Channel, "id">): Channel {
  const added = { id: state.newId(), ...channel };
  state.channels.set(added.id, added);
  return added;
}

/** True for a message that this person can see. */
export function isVisible(state: State, message: Message, person: string): boolean {
  const recipient = state.channels.get(message.channel)?.recipient;
  return (message.visibleTo ?? person) === person && (recipient ?? person) === person;
}
