import type { REST } from "@discordjs/rest";
import type { APIApplication, APIInteraction, GatewayMessageCreateDispatchData } from "discord-api-types/v10";
import type { Intercept } from "../../http/incoming.ts";
import type { Surroundings } from "./request.ts";
import type { Respond } from "./respond.ts";

/** How Discord reaches the bot: by the gateway, or by HTTP. */
export interface Connection {
  /** For what somebody waits for: it waits and tries again where Discord asks for it. */
  rest: REST;
  /** The bot's own user id, once it is connected. */
  self(): string;
  /**
   * Connects and gives back what Discord says of the application.
   * @throws {ConfigError} when Discord refuses the bot or is not reached
   */
  start(): Promise<APIApplication>;
  close(): Promise<void>;
  /** True while what people do reaches this process. */
  isConnected(): boolean;
  /** With HTTP: takes over from the server what is Discord's. */
  intercept?: Intercept;
}

/** What a connection brings. */
export interface Arrivals {
  interaction(interaction: APIInteraction, respond?: Respond): Promise<void>;
  message(message: GatewayMessageCreateDispatchData, around: Surroundings): Promise<void>;
  /** The bot was removed from a server, or the server was deleted. */
  left(guild: string): Promise<void>;
  /** Discord closed the connection for good while the bot was running; the message says what to do. */
  lost(message: string): void;
}
