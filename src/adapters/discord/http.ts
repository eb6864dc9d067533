import { ConfigError } from "../../core/errors.ts";
import { type Access, createPatientRest, endRest, readApplication } from "./clients.ts";
import type { Arrivals, Connection } from "./connection.ts";
import { createEndpoint } from "./endpoint.ts";
import { createVerify } from "./signature.ts";

/**
 * Discord by signed HTTP requests: commands, buttons and forms without a connection of ours. Discord tells nothing else this
 * way, so there are no mentions, no direct messages, and no word of a server that removed the bot.
 * @param now epoch milliseconds
 */
export function httpConnection(access: Access, publicKey: string, arrivals: Arrivals, now: () => number): Connection {
  const rest = createPatientRest(access);
  let self = "";
  return {
    rest,
    self: () => self,
    async start() {
      const application = await readApplication(rest);
      if (application.verify_key !== publicKey.toLowerCase()) {
        throw new ConfigError([
          "DISCORD_PUBLIC_KEY is not the key of the application whose token DISCORD_TOKEN is: copy both from one application",
        ]);
      }
      self = application.bot?.id ?? application.id;
      return application;
    },
    async close() {
      endRest(rest);
    },
    // Discord comes to us; that it knows us was asked at the start.
    isConnected: () => self !== "",
    intercept: createEndpoint({ verify: createVerify(publicKey), now, handle: arrivals.interaction }),
  };
}
