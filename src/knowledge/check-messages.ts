import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { DEFAULT_LANGUAGE, LANGUAGES } from "../core/languages.ts";
import { PLATFORMS } from "../core/request.ts";
import type { KnowledgeFiles } from "./files.ts";

/** Problems of the interface texts: not valid as ICU messages, or with other keys or values than the English ones. */
export function checkMessages(files: KnowledgeFiles): string[] {
  const english = files.interface[DEFAULT_LANGUAGE];
  if (!english) return ["knowledge/interface/en.yaml:1:1 is missing: the bot has no words without it"];
  return LANGUAGES.flatMap((language) => {
    const file = files.interface[language];
    return file ? [...checkKeys(english, file), ...checkCommands(english, file)] : [];
  });
}

type File = NonNullable<KnowledgeFiles["interface"]["en"]>;

function checkKeys(english: File, file: File): string[] {
  const wanted = flattenMessages(english.data.messages);
  const given = flattenMessages(file.data.messages);
  const at = (key: string) => file.yaml.locate(["messages", ...key.split(".")]);
  const wrong = Object.entries(wanted).flatMap(([key, message]) => {
    const here = given[key];
    return here === undefined
      ? [`${at(key)} ${key} is missing: add it`]
      : compare(message, here).map((problem) => `${at(key)} ${key} ${problem}`);
  });
  const extra = Object.keys(given).filter((key) => wanted[key] === undefined);
  return [...wrong, ...extra.map((key) => `${at(key)} ${key} does not exist in English: take it out`)];
}

function checkCommands(english: File, file: File): string[] {
  const missing = Object.keys(english.data.commands).filter((name) => !file.data.commands[name]);
  return missing.map((name) => `${file.yaml.locate(["commands"])} the command ${name} is missing: add it`);
}

/** Messages under their groups as one list: `{ask: {unsure: …}}` becomes `{"ask.unsure": …}`. */
export function flattenMessages(groups: Readonly<Record<string, Readonly<Record<string, string>>>>): Record<string, string> {
  const entries = Object.entries(groups).flatMap(([group, messages]) =>
    Object.entries(messages).map(([key, message]) => [`${group}.${key}`, message] as const),
  );
  return Object.fromEntries(entries);
}

function compare(english: string, here: string): string[] {
  try {
    const wanted = argumentsOf(parse(english, { ignoreTag: true }));
    const parsed = parse(here, { ignoreTag: true });
    const given = argumentsOf(parsed);
    const missing = [...wanted].filter((name) => !given.has(name)).map((name) => `lacks {${name}}: the English text has it`);
    const unknown = [...given].filter((name) => !wanted.has(name)).map((name) => `has {${name}}, which the English text does not have`);
    const strangers = noPlatforms(parsed).map((name) => `chooses by platform for "${name}", which is none`);
    return [...missing, ...unknown, ...strangers];
  } catch (error) {
    return [`is not a valid message: ${error instanceof Error ? error.message : String(error)} (a brace or an apostrophe too many?)`];
  }
}

/** The value that stands for the platform: each language decides by itself where its words depend on it. */
const PLATFORM = "platform";

function argumentsOf(elements: readonly MessageFormatElement[]): Set<string> {
  const names = new Set<string>();
  for (const element of everyElement(elements)) {
    if (element.type !== TYPE.literal && element.type !== TYPE.pound && element.value !== PLATFORM) names.add(element.value);
  }
  return names;
}

/** What choices by {platform} name beside platforms: words mistyped like that would never be said. */
function noPlatforms(elements: readonly MessageFormatElement[]): string[] {
  const choices = everyElement(elements).flatMap((element) =>
    element.type === TYPE.select && element.value === PLATFORM ? Object.keys(element.options) : [],
  );
  return choices.filter((name) => name !== "other" && !PLATFORMS.some((platform) => platform === name));
}

/** The elements of a message with those inside of them. */
function everyElement(elements: readonly MessageFormatElement[]): MessageFormatElement[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.plural || element.type === TYPE.select) {
      return [element, ...Object.values(element.options).flatMap(({ value }) => everyElement(value))];
    }
    return element.type === TYPE.tag ? [element, ...everyElement(element.children)] : [element];
  });
}
