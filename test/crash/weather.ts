import { setTimeout as wait } from "node:timers/promises";
import { markOf } from "../../src/adapters/discord/post.ts";
import type { Destination } from "../../src/core/reply.ts";
import type { Identity } from "../../src/core/request.ts";
import { DISCORD_TOKEN, startDiscord } from "../emulators/discord.ts";
import { startSlack } from "../emulators/slack.ts";
import type { WorkerOptions } from "./delivery-worker.ts";

/** An emulated platform on which things go wrong, as the crash test sees it. */
export interface Platform {
  name: "slack" | "discord";
  worker: Omit<WorkerOptions, "address">;
  maker: Identity;
  places: readonly Destination[];
  /** How many messages of a delivery there are. */
  countOf(delivery: string): number;
  /** How many requests went wrong. */
  faults(): number;
  failures(): readonly string[];
  stop(): Promise<void>;
}

/** Channels among which the reminders are spread. */
const CHANNELS = 25;

/** How long half of a request takes, in milliseconds: long enough to be killed in the middle. */
const latency = (): Promise<void> => wait(20 + Math.random() * 80);

/** One in twenty each: too much at once, an error without and with effect, a lost request, a lost answer. */
const MISHAPS = ["held", "error-before", "error-after", "lost-before", "lost-after"] as const;

function mishap(): (typeof MISHAPS)[number] | undefined {
  return MISHAPS[Math.floor(Math.random() * MISHAPS.length * 4)];
}

/** Slack. Without `history` the bot lacks the scopes to read what it posted. */
export async function slackWithWeather(history: boolean): Promise<Platform> {
  const slack = await startSlack();
  let faults = 0;
  slack.state.user("UMAKER");
  if (history) for (const scope of ["channels:history", "im:write"]) slack.state.scopes.add(scope);
  slack.state.latency = latency;
  slack.state.weather = (method) => {
    const kind = /^(chat\.postMessage|conversations\.)/.test(method) ? mishap() : undefined;
    if (kind === undefined) return undefined;
    faults += 1;
    if (kind === "held") return { method, status: 429, retryAfter: 1 };
    const when = kind.endsWith("after") ? "after" : "before";
    return kind.startsWith("lost") ? { method, hangUp: true, when } : { method, status: 500, when };
  };
  const places = Array.from({ length: CHANNELS }, (_, index): Destination => {
    const { id } = slack.state.channel(`C${index}`);
    return { platform: "slack", workspace: "T1", place: { id, kind: "channel" } };
  });
  return {
    name: "slack",
    worker: { platform: "slack", apiUrl: slack.apiUrl, tokens: [slack.botToken, slack.appToken] },
    maker: { platform: "slack", tenant: "T1", person: "UMAKER" },
    places,
    countOf: (delivery) => slack.state.posts.filter(({ metadata }) => metadata?.event_payload["delivery_id"] === delivery).length,
    faults: () => faults,
    failures: () => slack.failures,
    stop: () => slack.close(),
  };
}

/** Discord. Without `history` the bot lacks the right to read what was said before. */
export async function discordWithWeather(history: boolean): Promise<Platform> {
  let faults = 0;
  const discord = await startDiscord({
    latency,
    weather(name) {
      const kind = /^(POST|GET) \/channels/.test(name) ? mishap() : undefined;
      if (kind === undefined) return undefined;
      faults += 1;
      const body = { message: "You are being rate limited.", retry_after: 1, global: false };
      if (kind === "held") return { answer: { status: 429, body, headers: { "retry-after": "1" } } };
      return { answer: kind.startsWith("lost") ? "hang-up" : { status: 500 }, accepted: kind.endsWith("after") };
    },
  });
  discord.state.mayReadHistory = history;
  const maker = discord.person("maker");
  const places = Array.from({ length: CHANNELS }, (_, index): Destination => {
    const channel = discord.addChannel(`channel-${index}`);
    discord.say(maker, channel, "hello all");
    return { platform: "discord", workspace: discord.state.guild, place: { id: channel.id, kind: "channel" } };
  });
  return {
    name: "discord",
    worker: { platform: "discord", apiUrl: discord.apiUrl, tokens: [DISCORD_TOKEN] },
    maker: { platform: "discord", tenant: "discord", person: maker },
    places,
    countOf: (delivery) => discord.state.messages.filter(({ nonce }) => nonce === `${markOf(delivery).nonce}-0`).length,
    faults: () => faults,
    failures: () => discord.failures(),
    stop: () => discord.stop(),
  };
}
