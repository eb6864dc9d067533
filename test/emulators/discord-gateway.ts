import type { Server } from "node:http";
import { setImmediate as turn } from "node:timers/promises";
import { type WebSocket, WebSocketServer } from "ws";
import { botPayload, guildPayload } from "./discord-payloads.ts";
import { guildsOf, type State } from "./discord-state.ts";
import { strangerGuildIds, strangerGuildPayload } from "./discord-strangers.ts";

/** What the bot may ask to be told, of what it does ask here. https://docs.discord.com/developers/events/gateway#gateway-intents */
export const INTENTS = { guildMessages: 1 << 9, directMessages: 1 << 12, privileged: (1 << 1) | (1 << 8) | (1 << 15) } as const;

/** Who closes with one of these says goodbye: the session cannot be resumed. https://docs.discord.com/developers/events/gateway#disconnecting */
const ENDS_SESSION: readonly number[] = [1000, 1001];

/** How often the bot is told to send a heartbeat, unless a test says otherwise: longer than any test. */
const HEARTBEAT_MS = 41_250;

/** Bytes that may wait to be read by a bot before more is made. */
const MOST_BUFFERED = 4_000_000;

interface Frame {
  op: number;
  /** A function is asked for the data each time they are sent. */
  d: unknown;
  s: number | null;
  t: string | null;
}

/** What Discord keeps for one identified connection. It outlives the connection, so that it can be resumed. */
interface Session {
  id: string;
  /** The number of the shard, and how many there are. */
  shard: readonly [number, number];
  intents: number;
  sent: Frame[];
  socket?: WebSocket;
}

/**
 * The emulated gateway. It answers op 1 (heartbeat), 2 (identify; a wrong token is closed with 4004, a privileged intent is a
 * failure) and 6 (resume; missed events are sent again), for any number of bots and shards.
 */
export interface Gateway {
  /** Sends an event to every session that it concerns, or keeps it for the time when the connection is back. */
  emit(type: string, data: unknown): void;
  /** The intents that bots asked for. */
  intents(): number;
  /** How often bots identified and resumed. */
  counts: { identified: number; resumed: number };
  /** Of how many servers where nothing happens bots were told. */
  strangersTold(): number;
  /** When bots identified, epoch milliseconds. */
  identifiedAt: readonly number[];
  /** The codes with which connections were closed, by whichever side. */
  closes: readonly number[];
  /** The shards that are connected, as numbers, in order. */
  shards(): number[];
  /** Closes the connections with a code. The sessions can be resumed. */
  close(code: number): void;
  /** Closes these and every further connection with a code, as for a bot that Discord refuses. */
  refuse(code: number | undefined): void;
  /** Op 7: asks bots to connect again. */
  requestReconnect(): void;
  /** Op 9: the sessions are gone and cannot be resumed. */
  invalidate(): void;
  /** The connections that are open now stay open and nothing comes through them any more, in neither direction. */
  freeze(): void;
  stop(): void;
}

/** Opens the gateway on an HTTP server. `url` is its own address, which READY tells for resuming. */
export function createGateway(server: Server, state: State, token: string, url: () => string, heartbeatMs: number = HEARTBEAT_MS): Gateway {
  const sockets = new WebSocketServer({ server });
  const sessions: Session[] = [];
  const frozen = new Set<WebSocket>();
  const counts = { identified: 0, resumed: 0 };
  const identifiedAt: number[] = [];
  const closes: number[] = [];
  let strangersTold = 0;
  let refusedWith: number | undefined;

  const transmit = (socket: WebSocket, { d = null, ...frame }: Partial<Frame>): void => {
    if (!frozen.has(socket)) socket.send(JSON.stringify({ s: null, t: null, ...frame, d: typeof d === "function" ? d() : d }));
  };
  const tell = (session: Session, t: string, d: unknown): void => {
    const frame = { op: 0, t, d, s: session.sent.length + 1 };
    session.sent.push(frame);
    if (session.socket) transmit(session.socket, frame);
  };
  const each = (act: (socket: WebSocket) => void): void => {
    for (const { socket } of sessions) if (socket) act(socket);
  };

  const identify = (socket: WebSocket, data: { token: string; intents: number; shard?: [number, number] }): void => {
    if (refusedWith !== undefined || data.token !== token) {
      socket.close(refusedWith ?? 4004);
      return;
    }
    if ((data.intents & INTENTS.privileged) !== 0) state.failures.push(`the bot asks for privileged intents: ${data.intents}`);
    counts.identified += 1;
    identifiedAt.push(Date.now());
    const session: Session = { id: `session-${counts.identified}`, shard: data.shard ?? [0, 1], intents: data.intents, sent: [], socket };
    sessions.push(session);
    const isOfShard = (guild: string): boolean => shardOf(guild, session.shard[1]) === session.shard[0];
    const guilds = guildsOf(state).filter(isOfShard);
    const strangers = strangerGuildIds(state.strangerGuilds).filter(isOfShard);
    tell(session, "READY", {
      v: 10,
      user: botPayload(state),
      guilds: [...guilds, ...strangers].map((id) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: url(),
      application: { id: state.application, flags: 0 },
      shard: session.shard,
    });
    for (const guild of guilds) tell(session, "GUILD_CREATE", guildPayload(state, guild));
    void tellOfStrangers(session, strangers);
  };

  /** Of thousands of servers: as fast as they are read, and made when they are sent, so that they take no memory here. */
  const tellOfStrangers = async (session: Session, guilds: readonly string[]): Promise<void> => {
    for (const guild of guilds) {
      while ((session.socket?.bufferedAmount ?? 0) > MOST_BUFFERED) await turn();
      tell(session, "GUILD_CREATE", () => strangerGuildPayload(state, guild));
      strangersTold += 1;
    }
  };

  const resume = (socket: WebSocket, data: { session_id: string; seq: number }): void => {
    const session = sessions.find(({ id }) => id === data.session_id);
    if (refusedWith !== undefined || !session) {
      if (refusedWith !== undefined) socket.close(refusedWith);
      else transmit(socket, { op: 9, d: false });
      return;
    }
    counts.resumed += 1;
    session.socket = socket;
    for (const frame of session.sent.filter(({ s }) => (s ?? 0) > data.seq)) transmit(socket, frame);
    tell(session, "RESUMED", {});
  };

  sockets.on("connection", (socket) => {
    transmit(socket, { op: 10, d: { heartbeat_interval: heartbeatMs } });
    socket.on("close", (code) => {
      closes.push(code);
      for (const session of sessions.filter((one) => one.socket === socket)) {
        delete session.socket;
        if (ENDS_SESSION.includes(code)) sessions.splice(sessions.indexOf(session), 1);
      }
    });
    socket.on("message", (message) => {
      const { op, d } = JSON.parse(String(message));
      if (frozen.has(socket)) return;
      if (op === 1) transmit(socket, { op: 11 });
      if (op === 2) identify(socket, d);
      if (op === 6) resume(socket, d);
    });
  });

  return {
    emit(type, data) {
      for (const session of sessions) if (concerns(session, type, data)) tell(session, type, data);
    },
    intents: () => sessions.reduce((all, { intents }) => all | intents, 0),
    counts,
    identifiedAt,
    closes,
    strangersTold: () => strangersTold,
    shards: () => sessions.flatMap(({ shard, socket }) => (socket ? [shard[0]] : [])).toSorted(),
    close: (code) => each((socket) => socket.close(code)),
    refuse(code) {
      refusedWith = code;
      if (code !== undefined) each((socket) => socket.close(code));
    },
    requestReconnect: () => each((socket) => transmit(socket, { op: 7 })),
    invalidate() {
      for (const { socket } of sessions.splice(0)) if (socket) transmit(socket, { op: 9, d: false });
    },
    freeze: () => each((socket) => frozen.add(socket)),
    stop() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

/** The shard that a server belongs to. https://docs.discord.com/developers/events/gateway#sharding */
function shardOf(guild: string, count: number): number {
  return Number((BigInt(guild) >> 22n) % BigInt(count));
}

/** Events of a server go to its shard, all others to the first. */
function concerns({ shard: [number, count] }: Session, type: string, data: unknown): boolean {
  const { guild_id, id } = data as { guild_id?: string; id?: string };
  const guild = guild_id ?? (type.startsWith("GUILD_") ? id : undefined);
  return guild === undefined ? number === 0 : shardOf(guild, count) === number;
}
