import type { REST } from "@discordjs/rest";
import { Routes } from "discord-api-types/v10";
import type { Delivery } from "../../core/ports.ts";
import type { Effect } from "../../core/reply.ts";
import { failureOf, isRefusal } from "./api-errors.ts";

/** Channels whose server is remembered; beyond that the oldest are asked for again. */
const MOST_REMEMBERED = 10_000;

/**
 * What speaks against a post before it is tried: an admin may name any channel's id, also one of a server that is not theirs and
 * has the bot, too. Undefined where nothing does. Discord is asked once for each channel, because none ever changes its server.
 */
export function createObjection(rest: REST): (effect: Effect) => Promise<Delivery | undefined> {
  const guilds = new Map<string, string | undefined>();

  const guildOf = async (channel: string): Promise<string | undefined> => {
    if (guilds.has(channel)) return guilds.get(channel);
    // A direct conversation has no server.
    const { guild_id } = (await rest.get(Routes.channel(channel))) as { guild_id?: string };
    guilds.set(channel, guild_id);
    const [oldest = ""] = guilds.keys();
    if (guilds.size > MOST_REMEMBERED) guilds.delete(oldest);
    return guild_id;
  };

  return async ({ to }) => {
    if (!("place" in to)) return undefined;
    try {
      if ((await guildOf(to.place.id)) === to.workspace) return undefined;
      return { ok: false, failure: "not-permitted", reason: "the channel belongs to another server" };
    } catch (error) {
      // A channel that Discord does not show takes no post either, and the attempt tells why.
      if (isRefusal(error)) return undefined;
      const failed = failureOf(error);
      // Whatever else went wrong, nothing was posted yet.
      return failed.failure === "held" ? failed : { ...failed, failure: "down" };
    }
  };
}
