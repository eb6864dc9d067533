import { createServer } from "node:net";
import { Hono } from "hono";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { createSlackAdapter, type SlackAdapter, type SlackOptions } from "../../../src/adapters/slack/app.ts";
import { createSealer, type Sealer } from "../../../src/adapters/slack/seal.ts";
import type { Dispatch } from "../../../src/core/ports.ts";
import type { Outcome } from "../../../src/core/reply.ts";
import type { Request } from "../../../src/core/request.ts";
import { startHttpServer } from "../../../src/http/server.ts";
import { type SlackEmulator, type SlackEmulatorOptions, startSlack } from "../../emulators/slack.ts";
import { CLIENT_ID, CLIENT_SECRET } from "../../emulators/slack-install.ts";
import { pressables, visibleText } from "../../emulators/slack-visible.ts";
import { type MemoryInstallations, memoryInstallations } from "./memory-installations.ts";

/** The channel in which the tests talk. */
export const CHANNEL = "C1";
export const SECRET = "signing-secret";

/** The adapter on the emulator, with everything that a test looks at. */
export interface Bot {
  slack: SlackEmulator;
  adapter: SlackAdapter;
  /** Where installations are kept, and what was done to them. */
  store: MemoryInstallations;
  /** Opens what is kept there. */
  sealer: Sealer;
  /** What reached the core. */
  requests: Request[];
  logs: () => string;
  url: string;
  /** What a user sees in a channel, as plain words with their buttons. */
  seen(user: string, channel?: string): string[];
}

/** How the adapter is started. */
export interface StartOptions {
  http?: boolean;
  options?: Partial<SlackOptions> | Record<string, unknown>;
  emulator?: SlackEmulatorOptions;
  store?: MemoryInstallations;
  /** Many workspaces by OAuth, with these keys for their tokens. */
  tokenKeys?: readonly Buffer[];
}

/** Starts the real adapter on a fresh emulator; both are stopped when the test ends. */
export async function startBot(
  answer: (request: Request) => Outcome | undefined | Promise<Outcome | undefined>,
  { http = false, options = {}, emulator = {}, store = memoryInstallations(), tokenKeys }: StartOptions = {},
): Promise<Bot> {
  const port = http ? await freePort() : 0;
  const url = `http://127.0.0.1:${port}/slack/events`;
  const slack = await startSlack({ ...(http && { transport: { kind: "http", url, signingSecret: SECRET } }), ...emulator });
  slack.state.channel(CHANNEL);
  store.onLeft = () => slack.state.changed();
  const lines: string[] = [];
  const requests: Request[] = [];
  const dispatch: Dispatch = async (request) => {
    requests.push(request);
    slack.state.changed();
    return answer(request);
  };
  const one = { botToken: slack.botToken, ...(http ? { signingSecret: SECRET } : { appToken: slack.appToken }) };
  const many = { signingSecret: SECRET, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, tokenKeys };
  const given = { apiUrl: slack.apiUrl, ...(tokenKeys ? many : one), ...options } as SlackOptions;
  const write = (line: string): void => {
    lines.push(line);
    slack.state.changed();
  };
  const log = pino({ level: "trace" }, { write });
  const adapter = createSlackAdapter(given, { dispatch, installations: store, say: keys, log, now: Date.now });
  const pages = new Hono().get("/healthz", (context) => context.text("another's page"));
  const server = http ? await startHttpServer(pages, "127.0.0.1", port, adapter.intercept) : undefined;
  onTestFinished(async () => {
    await adapter.stop();
    await server?.stop();
    await slack.close();
  });
  await adapter.start();
  const seen = (user: string, channel = CHANNEL): string[] =>
    slack.visibleTo(user, channel).map(({ text, blocks }) => {
      const labels = pressables(blocks).map(({ label }) => `[${label}]`);
      return [blocks.length > 0 ? visibleText(blocks) : text, ...labels].filter(Boolean).join(" ");
    });
  const sealer = createSealer(tokenKeys ?? [Buffer.alloc(32)]);
  return { slack, adapter, store, sealer, requests, logs: () => lines.join(""), url, seen };
}

/** Interface texts as their language and key, so that tests see which one is shown. */
const keys = (language: string) => (key: string) => `${language}:${key}`;

/** A port nobody listens on at the moment. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
