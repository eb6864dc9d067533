/** One user of the emulated workspace. */
export interface SlackUser {
  id: string;
  teamId: string;
  isAdmin: boolean;
  isOwner: boolean;
  locale: string;
  timeZone: string;
}

/** A bot token that Slack gave out. */
export interface SlackToken {
  team: string;
  /** What every call with it is answered with: the token was revoked, or the account closed. */
  error?: string;
  /** With token rotation: what it can be renewed with, once. */
  refresh?: string;
}

/** A channel, or a direct message between the bot and `members[0]`. */
export interface SlackChannel {
  id: string;
  teamId: string;
  kind: "channel" | "im";
  members: Set<string>;
  hasBot: boolean;
  isArchived: boolean;
}

/** A message as the workspace keeps it. `only` is set for ephemeral ones: the user who sees them. */
export interface SlackPost {
  ts: string;
  channel: string;
  author: string;
  text: string;
  blocks: unknown[];
  thread?: string;
  only?: string;
  edits: number;
  hidden?: boolean;
  metadata?: SlackMetadata;
}

/** What an app attaches to a post for itself. https://docs.slack.dev/messaging/message-metadata */
export interface SlackMetadata {
  event_type: string;
  event_payload: Record<string, unknown>;
}

/** A form that somebody has open. */
export interface SlackView {
  id: string;
  hash: string;
  user: string;
  content: object;
}

/** A `response_url`: 5 uses within 30 minutes. */
export interface ResponseUrl {
  channel: string;
  user: string;
  uses: number;
  expired: boolean;
  original?: string;
}

/** What a test makes a Web API method (or `response_url`) do the next `times` times. */
export interface SlackFault {
  method: string;
  times?: number;
  /** HTTP status; with 429 also `retryAfter`, in seconds. */
  status?: number;
  retryAfter?: number;
  /** Slack's own error in a 200 answer. */
  error?: string;
  /** `after`: the call takes effect although the answer says otherwise. */
  when?: "before" | "after";
  /** True to close the connection instead of answering. */
  hangUp?: boolean;
}

/** One call of the Web API or a `response_url`, as it arrived. */
interface SlackCall {
  method: string;
  args: Record<string, unknown>;
  at: number;
}

export const TEAM = "T1";
export const BOT_USER = "UBOT";
export const BOT_ID = "BBOT";
export const APP_ID = "A1";

/** The longest that {@link SlackState.until} waits. */
const PATIENCE_MS = 3_000;

export type SlackState = ReturnType<typeof createSlackState>;

/** The emulated workspace: everything the tests look at. `failures` is what a test asserts to be empty. */
export function createSlackState() {
  const waiting = new Set<() => void>();
  let sequence = 0;
  let lastTs = 0;
  const state = {
    /** The workspace's clock, epoch milliseconds: timestamps come from it. */
    clock: (): number => Date.now(),
    /** Asked for every call of a method: something that goes wrong with it, beside `faults`. */
    weather: undefined as ((method: string) => SlackFault | undefined) | undefined,
    /** Waited for before a call takes effect, and again before it is answered. */
    latency: undefined as (() => Promise<void>) | undefined,
    users: new Map<string, SlackUser>(),
    channels: new Map<string, SlackChannel>(),
    posts: [] as SlackPost[],
    calls: [] as SlackCall[],
    responseUrls: new Map<string, ResponseUrl>(),
    triggers: new Map<string, { user: string; madeAt: number; used: boolean }>(),
    /** Forms that are open, the one on top last. */
    views: [] as SlackView[],
    /** How many forms were opened so far. */
    opened: 0,
    faults: [] as SlackFault[],
    failures: [] as string[],
    scopes: new Set(["commands", "chat:write", "app_mentions:read", "im:history", "users:read", "assistant:write"]),
    tokenError: undefined as string | undefined,
    /** Every bot token by itself. */
    tokens: new Map<string, SlackToken>(),
    /** Whether tokens expire and come with a refresh token. */
    rotatesTokens: false,
    /** The codes with which a browser comes back from Slack's page, and the team or organisation that each is for. */
    codes: new Map<string, string>(),
    /** What is shown on people's Home tabs. */
    homes: new Map<string, unknown[]>(),
    /** What the app attached to people's Home tabs for itself. */
    homeMetadata: new Map<string, string>(),
    /** What the assistant pane shows, by thread. */
    assistant: new Map<string, { prompts: { title: string; message: string }[]; statuses: string[] }>(),

    nextId: (prefix: string): string => `${prefix}${String(++sequence).padStart(6, "0")}`,
    /** A timestamp in microseconds, of which no two are alike. */
    nextTs(): string {
      lastTs = Math.max(lastTs + 1, state.clock() * 1000);
      return `${Math.floor(lastTs / 1_000_000)}.${String(lastTs % 1_000_000).padStart(6, "0")}`;
    },

    /** What a form can be opened with after a user did something. */
    trigger(user: string): string {
      const id = state.nextId("trigger");
      state.triggers.set(id, { user, madeAt: Date.now(), used: false });
      return id;
    },

    /** Tells whoever waits that something changed. */
    changed(): void {
      for (const check of [...waiting]) check();
    },
    fail(what: string): void {
      state.failures.push(what);
      state.changed();
    },

    user(id: string, facts: Partial<SlackUser> = {}): SlackUser {
      const fallback: SlackUser = { id, teamId: TEAM, isAdmin: false, isOwner: false, locale: "en-US", timeZone: "Europe/Paris" };
      const user = { ...(state.users.get(id) ?? fallback), ...facts };
      state.users.set(id, user);
      return user;
    },
    channel(id: string, facts: Partial<SlackChannel> = {}): SlackChannel {
      const fallback: SlackChannel = { id, teamId: TEAM, kind: "channel", members: new Set(), hasBot: true, isArchived: false };
      const channel = { ...(state.channels.get(id) ?? fallback), ...facts };
      state.channels.set(id, channel);
      return channel;
    },
    /** The direct message between a user and the bot. */
    direct(user: string): SlackChannel {
      const { teamId } = state.user(user);
      return state.channel(`D${user}`, { kind: "im", teamId, members: new Set([user]) });
    },
    add(post: Omit<SlackPost, "ts" | "edits">): SlackPost {
      const added = { ...post, ts: state.nextTs(), edits: 0 };
      state.posts.push(added);
      state.changed();
      return added;
    },
    /** What a user sees in a channel, oldest first. */
    visibleTo(user: string, channel: string): SlackPost[] {
      return state.posts.filter((post) => post.channel === channel && !post.hidden && (post.only === undefined || post.only === user));
    },
    /** Resolves with the first truthy value of `look`, which is asked whenever something changes; fails after a few seconds. */
    until<T>(look: () => T | undefined | false | null, patience = PATIENCE_MS): Promise<T> {
      return new Promise((resolve, reject) => {
        const check = (): void => {
          const value = look();
          if (!value) return;
          finish();
          resolve(value);
        };
        const finish = (): void => {
          waiting.delete(check);
          clearTimeout(timer);
        };
        const timer = setTimeout(() => {
          finish();
          reject(new Error(`waited ${patience} ms in vain for ${look}; failures: ${JSON.stringify(state.failures)}`));
        }, patience);
        waiting.add(check);
        check();
      });
    },
  };
  return state;
}
