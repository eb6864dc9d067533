import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createGateway, type Gateway } from "./discord-gateway.ts";
import { postInteraction } from "./discord-http.ts";
import { announce, createPeople, type People } from "./discord-people.ts";
import { createRestServer, type Fault, type RestContext } from "./discord-server.ts";
import {
  addChannel,
  type Channel,
  createState,
  directChannel,
  type Interaction,
  isVisible,
  type Message,
  type State,
} from "./discord-state.ts";
import { seen } from "./discord-text.ts";

/** The one bot token that the emulated Discord accepts. */
export const DISCORD_TOKEN = "emulated.discord.token";

/** How long {@link DiscordEmulator.until} waits at most, in milliseconds. */
const PATIENCE_MS = 5_000;

/** How an emulated Discord behaves. */
export interface EmulatorOptions {
  /** How long an interaction waits for its acknowledgement; Discord: 3 seconds. */
  ackDeadlineMs?: number;
  /** The locale of everybody's app. */
  locale?: string;
  /** How often the gateway wants a heartbeat. */
  heartbeatMs?: number;
  /** Asked for every request of the bot: something that goes wrong with it. */
  weather?: RestContext["weather"];
  latency?: RestContext["latency"];
}

/** A Discord on the loopback interface, with what its people can do. It outlives the bot's connections. */
export interface DiscordEmulator extends People {
  /** What the adapter is to be given as the address of the API. */
  apiUrl: string;
  state: State;
  gateway: Gateway;
  /** What shall go wrong, in order. */
  faults: Fault[];
  /** The text channel that is there from the beginning. */
  general: Channel;
  /** A further text channel; with a server's id, one of another server that the bot is in. */
  addChannel(name: string, guild?: string): Channel;
  /** From now on interactions are posted to this address, signed, and not sent through the gateway. */
  postInteractionsTo(address: string): void;
  /** Removes the bot from its first server. */
  removeBot(): void;
  /** A person's conversation with the bot. */
  direct(person: string): Channel;
  /** What a person sees of the bot in a channel, oldest first, without what is still loading. */
  visibleTo(person: string, channel: Channel): Message[];
  /** Waits for something to become true. */
  until<T>(what: () => T | undefined | false): Promise<T>;
  /** What Discord holds against the bot so far. */
  failures(): string[];
  stop(): Promise<void>;
}

/** Starts an emulated Discord. */
export async function startDiscord({
  ackDeadlineMs = 3_000,
  locale = "en-US",
  heartbeatMs,
  weather,
  latency,
}: EmulatorOptions = {}): Promise<DiscordEmulator> {
  const state = createState();
  const faults: Fault[] = [];
  const gatewayUrl = (): string => `ws://127.0.0.1:${portOf(server)}`;
  const tell = (message: Message): void => void announce(state, gateway, message);
  const around = { ...(weather ? { weather } : {}), ...(latency ? { latency } : {}) };
  const context: RestContext = { state, gatewayUrl, ackDeadlineMs, announce: tell, ...around };
  const server = createRestServer(DISCORD_TOKEN, context, faults);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const gateway = createGateway(server, state, DISCORD_TOKEN, gatewayUrl, heartbeatMs);
  const general = addChannel(state, { type: 0, name: "general" });
  const deliver = (interaction: object): void => {
    if (state.endpoint === undefined) gateway.emit("INTERACTION_CREATE", interaction);
    else void postInteraction(state.endpoint, interaction, context);
  };
  const failures = (): string[] => [...state.failures, ...state.interactions.flatMap((interaction) => unanswered(state, interaction))];

  return {
    ...createPeople(state, gateway, general, { locale, deliver }),
    apiUrl: `http://127.0.0.1:${portOf(server)}/api`,
    state,
    gateway,
    faults,
    general,
    addChannel: (name, guild) => addChannel(state, { type: 0, name, ...(guild === undefined ? {} : { guild }) }),
    postInteractionsTo(url) {
      state.endpoint = url;
    },
    removeBot: () => gateway.emit("GUILD_DELETE", { id: state.guild }),
    direct: (person) => directChannel(state, person),
    visibleTo: (person, channel) => state.messages.filter((message) => message.channel === channel.id && isSeen(state, message, person)),
    async until(what) {
      for (const start = Date.now(); Date.now() - start < PATIENCE_MS; await new Promise((resolve) => setTimeout(resolve, 5))) {
        const value = what();
        if (value) return value;
      }
      throw new Error(`waited in vain for ${what}; failures: ${failures()}`);
    },
    failures,
    async stop() {
      gateway.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A message of the bot as a person sees it. */
export function seenMessage(state: State, message: Message): ReturnType<typeof seen> {
  return seen(message.components, message.visibleTo !== undefined || state.channels.get(message.channel)?.type === 1);
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function isSeen(state: State, message: Message, person: string): boolean {
  return message.author === state.application && !message.loading && isVisible(state, message, person);
}

function unanswered(state: State, { id, acknowledgement, original, expired }: Interaction): string[] {
  if (expired) return [];
  if (!acknowledgement) return [`interaction ${id} was not acknowledged`];
  const isLoading = state.messages.find((message) => message.id === original)?.loading;
  return isLoading ? [`interaction ${id} was acknowledged and never answered`] : [];
}
