import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandAutocompleteResponse,
  ApplicationCommandOptionType,
  InteractionResponseType,
} from "discord-api-types/v10";
import { shorten } from "./cut-text.ts";
import { CHOICE_NAME } from "./limits.ts";

/** Choices that Discord shows at most: https://docs.discord.com/developers/interactions/application-commands#autocomplete */
export const MOST_CHOICES = 25;

/** What the person has typed so far into the option that the cursor is in; undefined where there is none. */
export function typedIn({ data }: APIApplicationCommandAutocompleteInteraction): string | undefined {
  const options = data.options.flatMap((option) =>
    option.type === ApplicationCommandOptionType.Subcommand ? (option.options ?? []) : [option],
  );
  const focused = options.find((option) => "focused" in option && option.focused);
  return focused && "value" in focused ? String(focused.value) : undefined;
}

/** What to choose from: a name is shown, and its value is what comes back. An empty list lets the person type on. */
export function choicesOf(choices: readonly { value: string; name: string }[]): APIApplicationCommandAutocompleteResponse {
  const shown = choices.slice(0, MOST_CHOICES).map(({ value, name }) => ({ name: shorten(name, CHOICE_NAME), value }));
  return { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices: shown } };
}
