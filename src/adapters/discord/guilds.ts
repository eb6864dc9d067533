import {
  type APIRole,
  GatewayDispatchEvents,
  type GatewayDispatchPayload,
  type GatewayMessageCreateDispatchData,
} from "discord-api-types/v10";
import { hasAdmin } from "./request.ts";

/** What is kept of one server. */
interface Guild {
  owner: string;
  /** Roles whose members may manage the server; the role of everyone has the server's id. */
  managing: Set<string>;
  /** Threads that are not archived. */
  threads: Set<string>;
}

/**
 * What a message does not say of the server it was written in, learnt from the events of the connection. Nothing else of a server
 * is kept: with thousands of them it would be most of the memory (docs/performance.md).
 */
export interface Guilds {
  /** Takes note of what an event tells. */
  learn(event: GatewayDispatchPayload): void;
  isThread(message: GatewayMessageCreateDispatchData): boolean;
  /** Whether the writer may manage the server: messages, unlike interactions, do not bring the member's permissions. */
  isAdmin(message: GatewayMessageCreateDispatchData): boolean;
}

/** Knows no server yet. */
export function createGuilds(): Guilds {
  const guilds = new Map<string, Guild>();
  const rolesIn = (guild: string): Set<string> | undefined => guilds.get(guild)?.managing;
  const threadsIn = (guild: string | undefined): Set<string> | undefined => guilds.get(guild ?? "")?.threads;

  return {
    learn({ t, d }) {
      switch (t) {
        case GatewayDispatchEvents.GuildCreate:
          if ("unavailable" in d && d.unavailable) return;
          guilds.set(d.id, { owner: d.owner_id, managing: managingOf(d.roles), threads: new Set(d.threads.map(({ id }) => id)) });
          return;
        case GatewayDispatchEvents.GuildUpdate:
          guilds.set(d.id, { owner: d.owner_id, managing: managingOf(d.roles), threads: threadsIn(d.id) ?? new Set() });
          return;
        case GatewayDispatchEvents.GuildDelete:
          // A server with an outage comes back as it was.
          if (!d.unavailable) guilds.delete(d.id);
          return;
        case GatewayDispatchEvents.GuildRoleCreate:
        case GatewayDispatchEvents.GuildRoleUpdate:
          put(rolesIn(d.guild_id), d.role.id, hasAdmin(d.role.permissions));
          return;
        case GatewayDispatchEvents.GuildRoleDelete:
          put(rolesIn(d.guild_id), d.role_id, false);
          return;
        case GatewayDispatchEvents.ThreadCreate:
        case GatewayDispatchEvents.ThreadUpdate:
          put(threadsIn(d.guild_id), d.id, !d.thread_metadata?.archived);
          return;
        case GatewayDispatchEvents.ThreadDelete:
          put(threadsIn(d.guild_id), d.id, false);
          return;
        case GatewayDispatchEvents.ThreadListSync:
          for (const { id } of d.threads) put(threadsIn(d.guild_id), id, true);
          return;
      }
    },
    isThread: ({ guild_id, channel_id }) => threadsIn(guild_id)?.has(channel_id) ?? false,
    isAdmin({ guild_id = "", author, member }) {
      const guild = guilds.get(guild_id);
      return (
        guild !== undefined && (guild.owner === author.id || [guild_id, ...(member?.roles ?? [])].some((role) => guild.managing.has(role)))
      );
    },
  };
}

function managingOf(roles: readonly APIRole[]): Set<string> {
  return new Set(roles.filter(({ permissions }) => hasAdmin(permissions)).map(({ id }) => id));
}

function put(set: Set<string> | undefined, id: string, isIn: boolean): void {
  if (isIn) set?.add(id);
  else set?.delete(id);
}
