import type { APIInteraction, GatewayMessageCreateDispatchData } from "discord-api-types/v10";
import type { Block, Reply } from "../../../src/core/reply.ts";

// Payloads written from https://docs.discord.com/developers/interactions/receiving-and-responding and
// https://docs.discord.com/developers/resources/message, not recorded.

export const SELF = "300000000000000001";
export const ANN = "100000000000000001";
export const GUILD = "400000000000000001";
export const CHANNEL = "500000000000000001";

const user = { id: ANN, username: "ann", discriminator: "0", global_name: "Ann", avatar: null };
const member = { user, roles: [], permissions: "2048", joined_at: "2026-01-05T09:00:00Z", deaf: false, mute: false, flags: 0 };

/** An interaction in a server's channel, with what differs. */
export function interaction(type: number, data: object | undefined, more: object = {}): APIInteraction {
  const common = {
    id: "900000000000000001",
    application_id: SELF,
    token: "token",
    version: 1,
    locale: "pt-BR",
    guild_id: GUILD,
    channel_id: CHANNEL,
    channel: { id: CHANNEL, type: 0 },
    member,
    context: 0,
    app_permissions: "0",
    entitlements: [],
    authorizing_integration_owners: { 0: GUILD },
    attachment_size_limit: 10_485_760,
  };
  return { ...common, type, data, ...more } as unknown as APIInteraction;
}

/** What differs in an interaction with the bot alone. */
export const inDirect = { guild_id: undefined, member: undefined, user, context: 1, channel: { id: CHANNEL, type: 1 } };

/** What differs in an interaction by somebody with these permissions. */
export function withPermissions(permissions: bigint): object {
  return { member: { ...member, permissions: String(permissions) } };
}

/** The use of a subcommand. */
export function commandData(name: string, options: object[] = []): object {
  return { id: "700000000000000001", type: 1, name: "linkedin-ai", options: [{ name, type: 1, options }] };
}

/** A press on a button under a message with these flags. */
export function pressOn(custom_id: string, flags = 0, more: object = {}): APIInteraction {
  return interaction(3, { component_type: 2, custom_id }, { message: { id: "800000000000000001", flags }, ...more });
}

/** A message in a server's channel, with what differs. */
export function message(content: string, more: object = {}): GatewayMessageCreateDispatchData {
  const common = { id: "800000000000000002", channel_id: CHANNEL, guild_id: GUILD, author: user, type: 0, flags: 0, mentions: [] };
  return { ...common, content, ...more } as unknown as GatewayMessageCreateDispatchData;
}

/** A reply to one person. */
export function reply(...blocks: Block[]): Reply {
  return { blocks, audience: "person", replaces: false };
}
