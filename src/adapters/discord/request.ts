import {
  type APIApplicationCommandInteraction,
  type APIApplicationCommandInteractionDataOption,
  type APIEmbed,
  type APIInteraction,
  type APIMessage,
  type APIMessageComponentInteraction,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  ComponentType,
  type GatewayMessageCreateDispatchData,
  InteractionContextType,
  InteractionType,
  MessageFlags,
  MessageType,
  PermissionFlagsBits,
} from "discord-api-types/v10";
import { type Action, decodeAction } from "../../core/action.ts";
import type { Identity, Input, Place, Request } from "../../core/request.ts";
import { ADMIN_COMMAND_NAME, COMMAND_NAME } from "./commands.ts";
import { valuesOf } from "./form.ts";

/** What a button or command of another version asks for: dispatch answers it by telling so and offering the menu. */
const STALE: Action = { command: "menu", verb: "stale" };

const ADMIN = PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator;

/** The commands whose subcommands are the core's commands. */
const COMMANDS: readonly string[] = [COMMAND_NAME, ADMIN_COMMAND_NAME];

/** What has to be known about a message and does not stand in it. */
export interface Surroundings {
  /** The bot's own user id. */
  self: string;
  isThread(message: GatewayMessageCreateDispatchData): boolean;
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
    ...workspaceOf(interaction),
    place: placeOf(interaction),
    locale: interaction.locale,
    isAdmin: hasAdmin(interaction.member?.permissions),
    mayWrite: maySpeak(interaction),
    audience: "person",
    input,
  };
}

/** A direct message or a message that mentions the bot as a request. Undefined for everything that is not meant for the bot. */
export function requestOfMessage(message: GatewayMessageCreateDispatchData, around: Surroundings): Request | undefined {
  const { author, guild_id: guild, channel_id: channel } = message;
  if (author.id === around.self || author.bot || author.system || message.webhook_id !== undefined) return undefined;
  if (message.type !== MessageType.Default && message.type !== MessageType.Reply) return undefined;
  const input =
    guild === undefined || mentionOf(around.self).test(message.content) ? textOf(message, around.self) : remarkOf(message, around.self);
  if (!input) return undefined;
  const kind = guild === undefined ? "dm" : around.isThread(message) ? "thread" : "channel";
  return {
    id: message.id,
    identity: identityOf(author.id),
    ...(guild === undefined ? {} : { workspace: guild }),
    place: { id: channel, kind },
    isAdmin: guild !== undefined && around.isAdmin(message),
    audience: kind === "dm" ? "person" : "place",
    input,
  };
}

function textOf({ content }: GatewayMessageCreateDispatchData, self: string): Input {
  return { kind: "text", text: withoutMention(content, self) };
}

/**
 * An answer to one of the bot's messages. It "mentions" the bot without words, which is how its text comes without the
 * MessageContent intent; who switched that ping off keeps the text to themself. What it means, the core knows.
 */
function remarkOf({ content, referenced_message: answered }: GatewayMessageCreateDispatchData, self: string): Input | undefined {
  if (answered?.author.id !== self || content.trim() === "") return undefined;
  return { kind: "reply", to: answered.id, text: content };
}

/** True for permission bits, as Discord writes them, that let a member manage the server. */
export function hasAdmin(permissions: string | undefined): boolean {
  return permissions !== undefined && (BigInt(permissions) & ADMIN) !== 0n;
}

/** Whether the person may write in the place themself. In a conversation without a server everybody may. */
function maySpeak({ member, channel }: APIInteraction): boolean {
  if (member === undefined) return true;
  const needed = isThreadType(channel?.type) ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  return (BigInt(member.permissions) & (needed | PermissionFlagsBits.Administrator)) !== 0n;
}

/** Who somebody on Discord is to the core. */
export function identityOf(person: string): Identity {
  return { platform: "discord", tenant: "discord", person };
}

/**
 * The server, where the bot is installed there. A person who installed it for themself takes it to servers that know nothing of
 * it: nothing may be set or counted for those.
 */
function workspaceOf({ guild_id, authorizing_integration_owners: owners }: APIInteraction): Pick<Request, "workspace"> {
  const isInstalled = guild_id !== undefined && (owners === undefined || owners[ApplicationIntegrationType.GuildInstall] !== undefined);
  return isInstalled ? { workspace: guild_id } : {};
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
function isThreadType(type: ChannelType | undefined): boolean {
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
  if (data.type === ApplicationCommandType.Message) return messageInput(data.resolved.messages[data.target_id]);
  const subcommand = data.type === ApplicationCommandType.ChatInput && COMMANDS.includes(data.name) ? data.options?.[0] : undefined;
  if (subcommand?.type !== ApplicationCommandOptionType.Subcommand) return { kind: "press", action: STALE, private: false };
  return { kind: "command", name: subcommand.name, options: optionsOf(subcommand.options ?? []) };
}

/** The words of a message that is to be checked: what was written, what was passed on, and what links in it say of themselves. */
function messageInput(message: APIMessage | undefined): Input {
  if (!message) return { kind: "press", action: STALE, private: false };
  const passedOn = message.message_snapshots?.map(({ message: { content, embeds } }) => [content, ...embeds.map(embedText)]) ?? [];
  const parts = [message.content, ...message.embeds.map(embedText), ...passedOn.flat()];
  return { kind: "message-check", text: parts.filter((part) => part !== "").join("\n") };
}

function embedText({ title, description, url }: APIEmbed): string {
  return [title, description, url].filter((part) => part !== undefined && part !== "").join("\n");
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
