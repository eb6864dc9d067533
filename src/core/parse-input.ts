import { fold } from "./fold.ts";
import type { CommandOption, Registry } from "./registry.ts";

/** What a text asks for: a command with its options, or a question. An empty text asks for the menu. */
export type Parsed = { kind: "command"; name: string; options: Record<string, string> } | { kind: "question"; text: string };

/**
 * Reads a text as a command if the whole of it is one; otherwise it is a question ("status" is a command,
 * "status of my data?" is not). `words` maps command words and choice words of every language to their names.
 */
export function parseText(text: string, registry: Registry, words: ReadonlyMap<string, string>): Parsed {
  const trimmed = text.trim().replace(/^\/linkedin-ai\b\s*/i, "");
  if (trimmed === "") return { kind: "command", name: "menu", options: {} };
  const parts = [...trimmed.matchAll(/\S+/g)].map(({ 0: word, index }) => ({ word, onwards: trimmed.slice(index) }));
  // The longest first: "remind me tomorrow" is not "remind" with something behind it.
  for (let length = Math.min(COMMAND_WORDS, parts.length); length > 0; length--) {
    const word = parts.slice(0, length).map((part) => part.word);
    const command = registry.get(words.get(fold(word.join(" "))) ?? "");
    const options = command && parseOptions(parts.slice(length), command.options, words);
    if (command && options) return { kind: "command", name: command.name, options };
  }
  return { kind: "question", text: trimmed };
}

/** Of how many words the name of a command is at most: "przypomnij mi". */
const COMMAND_WORDS = 3;

/** A channel as platforms write it in a text, and as it is typed: `<#C024BE91L|general>`, `#general`, an id. */
const CHANNEL = /^(<?#.+|[CG][A-Z0-9]{5,}|\d{15,21})$/;

/** A word of a text, and the text from there on as it was written. */
interface Part {
  word: string;
  onwards: string;
}

/** Undefined when the words do not fit the options: then the text was no command. */
function parseOptions(
  parts: readonly Part[],
  options: readonly CommandOption[],
  words: ReadonlyMap<string, string>,
): Record<string, string> | undefined {
  const given: Record<string, string> = {};
  let rest = parts;
  let skipped = false;
  for (const option of options) {
    // Behind an option that was left out only a known word is taken: free words would make a command of any question.
    const value = skipped && !option.choices ? undefined : takeValue(option, rest, words);
    if (value !== undefined) {
      given[option.name] = value;
      rest = option.rest ? [] : rest.slice(1);
    } else if (option.required) return undefined;
    else skipped = true;
  }
  return rest.length === 0 ? given : undefined;
}

function takeValue(option: CommandOption, [first]: readonly Part[], words: ReadonlyMap<string, string>): string | undefined {
  if (first === undefined) return undefined;
  if (option.rest) return first.onwards;
  // Anything else than a channel in its place means that the text is a question: "remind people to opt out".
  if (option.type === "channel" && !CHANNEL.test(first.word)) return undefined;
  return option.choices ? choiceOf(first.word, option.choices, words) : first.word;
}

/** The choice that a word of any language stands for. `words` as in {@link parseText}. */
export function choiceOf<T extends string>(word: string, choices: readonly T[], words: ReadonlyMap<string, string>): T | undefined {
  const folded = fold(word);
  return choices.find((choice) => choice === folded) ?? choices.find((choice) => words.get(`${choice} ${folded}`) === choice);
}
