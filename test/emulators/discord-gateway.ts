import type { Server } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import { botPayload, guildPayload } from "./discord-payloads.ts";
import type { State } from "./discord-state.ts";

/** What the bot may ask to be told, of what it does ask here. https://docs.discord.com/developers/events/gateway#gateway-intents */
export const INTENTS = { guildMessages: 1 << 9, directMessages: 1 << 12, privileged: (1 << 1) | (1 << 8) | (1 << 15) } as const;

/** How often the bot is told to send a heartbeat: longer than any test. */
const HEARTBEAT_MS = 41_250;

interface Frame {
  op: number;
  d: unknown;
  s: number | null;
  t: string | null;
}

/**
 * The emulated gateway with one shard and one session, which outlives its connections. It answers op 1 (heartbeat), 2 (identify;
 * a wrong token is closed with 4004, a privileged intent is a failure) and 6 (resume; missed events are sent again).
 */
export interface Gateway {
  /** Sends an event, or keeps it for the time when the connection is back. */
  emit(type: string, data: unknown): void;
  /** The intents that the bot asked for. */
  intents(): number;
  /** How often the bot identified and resumed. */
  counts: { identified: number; resumed: number };
  /** Closes the connection with a code. The session can be resumed. */
  close(code: number): void;
  /** Closes this and every further connection with a code, as for a bot that Discord refuses. */
  refuse(code: number | undefined): void;
  /** Op 7: asks the bot to connect again. */
  requestReconnect(): void;
  stop(): void;
}

/** Opens the gateway on an HTTP server. `url` is its own address, which READY tells for resuming. */
export function createGateway(server: Server, state: State, token: string, url: () => string): Gateway {
  const sockets = new WebSocketServer({ server });
  const sent: Frame[] = [];
  const counts = { identified: 0, resumed: 0 };
  let intents = 0;
  let refusedWith: number | undefined;
  let live: WebSocket | undefined;

  const transmit = (socket: WebSocket, frame: Partial<Frame>): void => socket.send(JSON.stringify({ s: null, t: null, d: null, ...frame }));
  const emit = (t: string, d: unknown): void => {
    const frame = { op: 0, t, d, s: sent.length + 1 };
    sent.push(frame);
    if (live) transmit(live, frame);
  };

  const identify = (socket: WebSocket, data: { token: string; intents: number }): void => {
    if (refusedWith !== undefined || data.token !== token) {
      socket.close(refusedWith ?? 4004);
      return;
    }
    if ((data.intents & INTENTS.privileged) !== 0) state.failures.push(`the bot asks for privileged intents: ${data.intents}`);
    intents = data.intents;
    counts.identified += 1;
    live = socket;
    emit("READY", {
      v: 10,
      user: botPayload(state),
      guilds: [{ id: state.guild, unavailable: true }],
      session_id: `session-${counts.identified}`,
      resume_gateway_url: url(),
      application: { id: state.application, flags: 0 },
      shard: [0, 1],
    });
    emit("GUILD_CREATE", guildPayload(state));
  };

  const resume = (socket: WebSocket, data: { seq: number }): void => {
    if (refusedWith !== undefined) {
      socket.close(refusedWith);
      return;
    }
    counts.resumed += 1;
    live = socket;
    for (const frame of sent.filter(({ s }) => (s ?? 0) > data.seq)) transmit(socket, frame);
    emit("RESUMED", {});
  };

  sockets.on("connection", (socket) => {
    transmit(socket, { op: 10, d: { heartbeat_interval: HEARTBEAT_MS } });
    socket.on("close", () => {
      if (live === socket) live = undefined;
    });
    socket.on("message", (message) => {
      const { op, d } = JSON.parse(String(message));
      if (op === 1) transmit(socket, { op: 11 });
      if (op === 2) identify(socket, d);
      if (op === 6) resume(socket, d);
    });
  });

  return {
    emit,
    intents: () => intents,
    counts,
    close: (code) => live?.close(code),
    refuse(code) {
      refusedWith = code;
      if (code !== undefined) live?.close(code);
    },
    requestReconnect: () => live && transmit(live, { op: 7 }),
    stop() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}
