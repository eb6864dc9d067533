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
  const parts = trimmed.split(/\s+/);
  const name = words.get(fold(parts[0] ?? ""));
  const command = name === undefined ? undefined : registry.get(name);
  const options = command && parseOptions(parts.slice(1), command.options, words);
  return command && options ? { kind: "command", name: command.name, options } : { kind: "question", text: trimmed };
}

/** Undefined when the words do not fit the options: then the text was no command. */
function parseOptions(
  parts: readonly string[],
  options: readonly CommandOption[],
  words: ReadonlyMap<string, string>,
): Record<string, string> | undefined {
  const given: Record<string, string> = {};
  let rest = parts;
  for (const option of options) {
    const first = rest[0];
    if (first === undefined) {
      if (option.required) return undefined;
      break;
    }
    if (option.rest) {
      given[option.name] = rest.join(" ");
      return given;
    }
    const value = option.choices ? chosen(first, option.choices, words) : first;
    if (value === undefined) return undefined;
    given[option.name] = value;
    rest = rest.slice(1);
  }
  return rest.length === 0 ? given : undefined;
}

function chosen(word: string, choices: readonly string[], words: ReadonlyMap<string, string>): string | undefined {
  const folded = fold(word);
  return choices.find((choice) => choice === folded) ?? choices.find((choice) => words.get(`${choice} ${folded}`) === choice);
}
