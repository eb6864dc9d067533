import type { REST } from "@discordjs/rest";
import { type APIInteraction, type APIInteractionResponse, Routes } from "discord-api-types/v10";
import { isAcknowledged } from "./api-errors.ts";

/** Gives the first response to an interaction, for which Discord waits 3 seconds. */
export type Respond = (response: APIInteractionResponse) => Promise<void>;

/**
 * Responds to an interaction that came through the gateway.
 * @throws the errors of discord.js, except when the interaction was responded to before
 */
export function respondByRest(rest: REST, { id, token }: APIInteraction): Respond {
  return async (response) => {
    try {
      await rest.post(Routes.interactionCallback(id, token), { body: response, auth: false });
    } catch (error) {
      // Dispatch knows whether this is a second delivery; if not, only the answer to our response was lost.
      if (!isAcknowledged(error)) throw error;
    }
  };
}
