import { pino } from "pino";
import { createDiscordAdapter } from "../../src/adapters/discord/app.ts";
import { createSlackAdapter } from "../../src/adapters/slack/app.ts";
import type { Adapter, Dispatch } from "../../src/core/ports.ts";
import { openKnowledge } from "../../src/knowledge/open-knowledge.ts";
import { RETRY_POLICY, type RetryPolicy } from "../../src/reminders/retry-policy.ts";
import { startReminders } from "../../src/reminders/start.ts";
import { openStore } from "../../src/store/open.ts";
import { discordParts } from "../adapters/discord/parts.ts";

/** What a worker is told by the process that starts it. */
export interface WorkerOptions {
  address: string;
  platform: "slack" | "discord";
  apiUrl: string;
  /** Slack's bot and app token, or Discord's token. */
  tokens: readonly string[];
}

/** The bot's own policy, at a pace at which many deaths fit into a minute. The emulators answer within half a second. */
const POLICY: RetryPolicy = { ...RETRY_POLICY, attempts: 30, firstPauseMs: 200, longestPauseMs: 2_000, attemptMs: 4_000, settleMs: 1_500 };

const { address, platform, apiUrl, tokens } = JSON.parse(process.argv[2] ?? "") as WorkerOptions;
const log = pino({ level: "error" }, pino.destination(2));
const [token = "", appToken = ""] = tokens;
const knowledge = await openKnowledge();
const store = await openStore(address, Date.now(), { waitMs: 30_000, onTrouble: (message) => log.warn(message) });
const dispatch: Dispatch = async () => undefined;
const adapter: Adapter =
  platform === "slack"
    ? createSlackAdapter({ botToken: token, appToken, apiUrl }, { dispatch, installations: store, say: knowledge.say, log, now: Date.now })
    : createDiscordAdapter({ token, apiUrl }, discordParts({ dispatch, onFatal: (message) => log.fatal(message), log }));
await adapter.start();
await startReminders({ address, store, adapters: [adapter], knowledge, clock: Date.now, log, policy: POLICY });
process.stdout.write("running\n");
