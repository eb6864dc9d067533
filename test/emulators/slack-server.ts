import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { type Answer, type Args, slackMethods, useResponseUrl } from "./slack-methods.ts";
import { APP_ID, type SlackFault, type SlackState, TEAM } from "./slack-state.ts";

/** The tokens that the emulated workspace gave out. */
export const BOT_TOKEN = "xoxb-emulator-bot-token";
export const APP_TOKEN = "xapp-emulator-app-token";

/** A Socket Mode acknowledgement. */
export interface SocketAck {
  envelope_id: string;
  payload?: unknown;
}

export type SlackServer = Awaited<ReturnType<typeof startSlackServer>>;

/** The vendor's side of the wires: the Web API, `response_url`s, and Socket Mode connections. */
export async function startSlackServer(state: SlackState) {
  const sockets: WebSocket[] = [];
  /** Sockets whose end was announced: Slack sends nothing through them any more. */
  const retired = new Set<WebSocket>();
  const acks = new Map<string, SocketAck>();
  const server = createServer((request, response) => void answer(request, response));
  const origin = (): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const path = new URL(request.url ?? "/", `http://${origin()}`).pathname;
    const args = argsOf(body, request.headers["content-type"] ?? "");
    const isResponseUrl = path.startsWith("/response/");
    const method = isResponseUrl ? "response_url" : path.replace(/^\/api\//, "");
    state.calls.push({ method, args, at: Date.now() });
    state.changed();
    const act = (): { status: number; answer: Answer } =>
      isResponseUrl
        ? useResponseUrl(path.slice("/response/".length), args, state)
        : { status: 200, answer: callMethod(method, args, request.headers.authorization ?? "", state) };
    await state.latency?.();
    const fault = takeFault(method, state);
    if (fault) return failAs(fault, act, response);
    const { status, answer } = act();
    await state.latency?.();
    // Slack tells with every answer what time it is, and which scopes the token has.
    const headers = { date: new Date(state.clock()).toUTCString(), "x-oauth-scopes": [...state.scopes].join(",") };
    send(response, status, JSON.stringify(answer).replace("{socket}", `ws://${origin()}`), headers);
  }

  state.tokens.set(BOT_TOKEN, { team: TEAM });
  const webSockets = new WebSocketServer({ server });
  webSockets.on("connection", (socket) => {
    sockets.push(socket);
    socket.on("close", () => {
      sockets.splice(sockets.indexOf(socket), 1);
      state.changed();
    });
    socket.on("message", (data) => {
      const ack = JSON.parse(String(data)) as SocketAck;
      acks.set(ack.envelope_id, ack);
      state.changed();
    });
    socket.send(JSON.stringify({ type: "hello", num_connections: sockets.length, connection_info: { app_id: APP_ID } }));
    state.changed();
  });

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    apiUrl: `http://${origin()}/api/`,
    responseUrl: (id: string): string => `http://${origin()}/response/${id}`,
    sockets,
    acks,
    /** The sockets through which a delivery may arrive, the newest last. */
    listening: (): WebSocket[] => sockets.filter((socket) => socket.readyState === 1 && !retired.has(socket)),
    /** Announces the end of a connection, as Slack does every few hours: by default of the newest. */
    refresh(socket = sockets.at(-1), reason = "refresh_requested"): void {
      if (!socket) throw new Error("no socket is open");
      retired.add(socket);
      socket.send(JSON.stringify({ type: "disconnect", reason, debug_info: {} }));
    },
    async close(): Promise<void> {
      for (const socket of sockets) socket.terminate();
      webSockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function callMethod(name: string, args: Args, authorization: string, state: SlackState): Answer {
  const method = slackMethods[name];
  if (!method) {
    state.fail(`unknown method ${name}`);
    return { ok: false, error: "unknown_method" };
  }
  const caller = callerOf(method.token, authorization, state);
  if (typeof caller === "string") return { ok: false, error: caller };
  if (method.scope !== undefined && !state.scopes.has(method.scope)) return { ok: false, error: "missing_scope", needed: method.scope };
  // `team_id` is added by Bolt to whatever a listener calls; a token may stand among the arguments as well as in the header.
  const unknown = Object.keys(args).filter((key) => key !== "team_id" && key !== "token" && !method.args.includes(key));
  for (const key of unknown) state.fail(`${name}: unknown argument ${key}`);
  return unknown.length > 0 ? { ok: false, error: "invalid_arguments" } : method.run(args, state, caller.team);
}

/** Whose token it is, or Slack's error for it. */
function callerOf(kind: "bot" | "app" | "none", authorization: string, state: SlackState): { team: string } | string {
  if (kind === "none") return { team: "" };
  if (authorization === "") return "not_authed";
  const token = authorization.replace(/^Bearer /, "");
  if (kind === "app") return token === APP_TOKEN ? (state.tokenError ?? { team: "" }) : "invalid_auth";
  const found = state.tokens.get(token);
  if (!found) return "invalid_auth";
  return state.tokenError ?? found.error ?? { team: found.team };
}

function takeFault(method: string, state: SlackState): SlackFault | undefined {
  const fault = state.faults.find((one) => one.method === method && (one.times ?? 1) > 0);
  if (fault) fault.times = (fault.times ?? 1) - 1;
  return fault ?? state.weather?.(method);
}

function failAs(fault: SlackFault, act: () => unknown, response: ServerResponse): void {
  if (fault.when === "after") act();
  if (fault.hangUp) return void response.destroy();
  const headers = fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) };
  const status = fault.error === undefined ? (fault.status ?? 500) : 200;
  send(response, status, JSON.stringify({ ok: false, error: fault.error ?? "internal_error" }), headers);
}

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Slack takes JSON and forms; in a form nested values are JSON texts. */
function argsOf(body: string, contentType: string): Args {
  if (contentType.includes("json")) return JSON.parse(body || "{}") as Args;
  const args: Args = Object.fromEntries(new URLSearchParams(body));
  for (const key of ["blocks", "metadata", "view", "prompts"]) {
    if (typeof args[key] === "string") args[key] = JSON.parse(args[key]);
  }
  return args;
}
