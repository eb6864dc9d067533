import { createDiscordAdapter } from "../../src/adapters/discord/app.ts";
import { renderReply } from "../../src/adapters/discord/render.ts";
import { COMMANDS } from "../../src/core/commands.ts";
import type { Adapter, Dispatch } from "../../src/core/ports.ts";
import { discordParts } from "../adapters/discord/parts.ts";
import { DISCORD_TOKEN, type DiscordEmulator, seenMessage, startDiscord } from "../emulators/discord.ts";
import { flatten } from "../emulators/discord-message-rules.ts";
import type { Message } from "../emulators/discord-state.ts";
import type { ContractSurface } from "./surface.ts";

/** Discord's emulator and the real adapter as a surface of the adapter contract. */
export function discordSurface(): ContractSurface {
  let discord: DiscordEmulator;
  let adapter: Adapter;
  /** Messages that the handled requests lead to, and requests that came back from the core. */
  let expected = 0;
  let handled = 0;

  /** Every answer is a message of the bot or an edit of one. */
  const answered = (): number => {
    const { messages, application } = discord.state;
    const own = messages.filter(({ author, loading }) => author === application && !loading);
    const opened = discord.state.interactions.filter(({ acknowledgement }) => acknowledgement?.type === 9).length;
    return own.reduce((sum, { edits }) => sum + 1 + edits, opened);
  };
  const visible = (person: string): Message[] =>
    [discord.general, discord.direct(discord.person(person))]
      .flatMap((channel) => discord.visibleTo(discord.person(person), channel))
      .sort((a, b) => a.id.localeCompare(b.id));
  /** Does something and waits until the core has handled it and all of its answer is there. */
  const act = async (deed: () => unknown): Promise<void> => {
    const before = handled;
    deed();
    await discord.until(() => handled > before && answered() >= expected);
  };

  return {
    name: "Discord",
    get channel() {
      return discord.general.id;
    },
    async start(dispatch) {
      discord = await startDiscord();
      expected = 0;
      handled = 0;
      const counting: Dispatch = async (request) => {
        const outcome = await dispatch(request);
        if (outcome) expected += outcome.form ? 1 : renderReply(outcome.reply).length;
        handled += 1;
        return outcome;
      };
      const onFatal = (message: string): void => void discord.state.failures.push(message);
      const access = { token: DISCORD_TOKEN, apiUrl: discord.apiUrl };
      adapter = createDiscordAdapter(access, discordParts({ dispatch: counting, onFatal }));
      await adapter.start();
    },
    async stop() {
      await adapter.stop();
      await discord.stop();
    },
    say: (person, text) => act(() => discord.mention(discord.person(person), discord.general, text)),
    dm: (person, text) => act(() => discord.dm(discord.person(person), text)),
    command: (person, text) => act(() => discord.command(discord.person(person), discord.general, ...subcommandOf(text))),
    press: (person, label) =>
      act(() => {
        const message = visible(person).findLast(({ components }) => controlWith(components, label) !== undefined);
        if (!message) throw new Error(`${person} sees nothing to press called "${label}"`);
        const how = controlWith(message.components, label) === "button" ? discord.press : discord.choose;
        return how(discord.person(person), message, label);
      }),
    form: (person) => discord.form(discord.person(person)),
    submit: (person, filled) => act(() => discord.submit(discord.person(person), filled)),
    redeliver: () => act(() => discord.redeliver()),
    transcript: (person) => visible(person).map((message) => seenMessage(discord.state, message)),
    failures: () => discord.failures(),
  };
}

/** What a person types behind `/linkedin-ai` as the subcommand that they would pick. */
function subcommandOf(text: string): [string, Record<string, string>] {
  const [name, ...values] = text.split(" ");
  const command = COMMANDS.find((one) => one.name === name);
  if (!command) return ["ask", { question: text }];
  const given = command.options.flatMap((option, index) => {
    const value = option.rest ? values.slice(index).join(" ") : values[index];
    return value ? [[option.name, value]] : [];
  });
  return [command.name, Object.fromEntries(given)];
}

function controlWith(components: unknown, label: string): "button" | "option" | undefined {
  for (const { label: own, options } of flatten(components)) {
    if (own === label) return "button";
    if (Array.isArray(options) && options.some((option: { label: string }) => option.label === label)) return "option";
  }
  return undefined;
}
