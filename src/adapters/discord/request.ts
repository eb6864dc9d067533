import {
  type APIApplicationCommandInteraction,
  type APIApplicationCommandInteractionDataOption,
  type APIInteraction,
  type APIMessageComponentInteraction,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
  ComponentType,
  type GatewayMessageCreateDispatchData,
  InteractionContextType,
  InteractionType,
  MessageFlags,
  MessageType,
  PermissionFlagsBits,
} from "discord.js";
import { type Action, decodeAction } from "../../core/action.ts";
import type { Identity, Input, Place, Request } from "../../core/request.ts";
import { COMMAND_NAME } from "./commands.ts";
import { valuesOf } from "./form.ts";

/** What a button or command of another version asks for: dispatch answers it by telling so and offering the menu. */
const STALE: Action = { command: "menu", verb: "stale" };

const ADMIN = PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator;

/** What has to be known about a message and does not stand in it. */
export interface Surroundings {
  /** The bot's own user id. */
  self: string;
  isThread(channel: string): boolean;
  isAdmin(message: GatewayMessageCreateDispatchData): boolean;
}

/** A command, press or submitted form as a request. Undefined for an interaction that asks for no reply, as autocomplete. */
export function requestOfInteraction(interaction: APIInteraction): Request | undefined {
  const user = interaction.member?.user ?? interaction.user;
  const input = user && inputOf(interaction);
  if (!user || !input || interaction.type === InteractionType.Ping) return undefined;
  return {
    id: interaction.id,
    identity: identityOf(user.id),
    ...(interaction.guild_id === undefined ? {} : { workspace: interaction.guild_id }),
    place: placeOf(interaction),
    locale: interaction.locale,
    isAdmin: hasAdmin(interaction.member?.permissions),
    audience: "person",
    input,
  };
}

/** A direct message or a message that mentions the bot as a request. Undefined for everything that is not meant for the bot. */
export function requestOfMessage(message: GatewayMessageCreateDispatchData, around: Surroundings): Request | undefined {
  const { author, guild_id: guild, channel_id: channel } = message;
  if (author.id === around.self || author.bot || author.system || message.webhook_id !== undefined) return undefined;
  if (message.type !== MessageType.Default && message.type !== MessageType.Reply) return undefined;
  // Answering somebody's message "mentions" its author without words: only a mention that was written is meant for the bot.
  if (guild !== undefined && !mentionOf(around.self).test(message.content)) return undefined;
  const kind = guild === undefined ? "dm" : around.isThread(channel) ? "thread" : "channel";
  return {
    id: message.id,
    identity: identityOf(author.id),
    ...(guild === undefined ? {} : { workspace: guild }),
    place: { id: channel, kind },
    isAdmin: guild !== undefined && around.isAdmin(message),
    audience: kind === "dm" ? "person" : "place",
    input: { kind: "text", text: withoutMention(message.content, around.self) },
  };
}

/** True for permission bits, as Discord writes them, that let a member manage the server. */
export function hasAdmin(permissions: string | undefined): boolean {
  return permissions !== undefined && (BigInt(permissions) & ADMIN) !== 0n;
}

function identityOf(person: string): Identity {
  return { platform: "discord", tenant: "discord", person };
}

function placeOf(interaction: APIInteraction): Place {
  const id = interaction.channel?.id ?? ("channel_id" in interaction ? interaction.channel_id : undefined) ?? "";
  // A group conversation is no server either, but others read along: only a conversation with the bot alone counts as direct.
  const isDm =
    interaction.context === undefined
      ? interaction.guild_id === undefined && interaction.channel?.type === ChannelType.DM
      : interaction.context === InteractionContextType.BotDM;
  if (isDm) return { id, kind: "dm" };
  return { id, kind: isThreadType(interaction.channel?.type) ? "thread" : "channel" };
}

/** True for the kinds of channel that hang under another one. */
export function isThreadType(type: ChannelType | undefined): boolean {
  return type === ChannelType.PublicThread || type === ChannelType.PrivateThread || type === ChannelType.AnnouncementThread;
}

function inputOf(interaction: APIInteraction): Input | undefined {
  switch (interaction.type) {
    case InteractionType.ApplicationCommand:
      return commandInput(interaction);
    case InteractionType.MessageComponent:
      return { kind: "press", action: decodeAction(pressed(interaction)) ?? STALE, private: isPrivate(interaction) };
    case InteractionType.ModalSubmit: {
      const action = decodeAction(interaction.data.custom_id);
      return action ? { kind: "submit", action, values: valuesOf(interaction) } : { kind: "press", action: STALE, private: false };
    }
    default:
      return undefined;
  }
}

function commandInput({ data }: APIApplicationCommandInteraction): Input {
  const subcommand = data.type === ApplicationCommandType.ChatInput && data.name === COMMAND_NAME ? data.options?.[0] : undefined;
  if (subcommand?.type !== ApplicationCommandOptionType.Subcommand) return { kind: "press", action: STALE, private: false };
  return { kind: "command", name: subcommand.name, options: optionsOf(subcommand.options ?? []) };
}

function optionsOf(options: readonly APIApplicationCommandInteractionDataOption[]): Record<string, string> {
  return Object.fromEntries(options.flatMap((option) => ("value" in option ? [[option.name, String(option.value)]] : [])));
}

function pressed({ data }: APIMessageComponentInteraction): string {
  return data.component_type === ComponentType.Button ? data.custom_id : (data.values[0] ?? "");
}

function isPrivate(interaction: APIMessageComponentInteraction): boolean {
  const ephemeral = ((interaction.message.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
  return ephemeral || placeOf(interaction).kind === "dm";
}

function mentionOf(user: string): RegExp {
  return new RegExp(`<@!?${user}>`, "g");
}

function withoutMention(content: string, self: string): string {
  return content.replace(mentionOf(self), " ").trim();
}
