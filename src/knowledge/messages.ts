import { IntlMessageFormat } from "intl-messageformat";
import type { Language } from "../core/languages.ts";
import type { Say } from "../core/ports.ts";
import type { Platform } from "../core/request.ts";

/** ICU messages by `group.key`. */
export type Messages = Readonly<Record<string, string>>;

/**
 * The speaker for one language. A message missing there is said in English (`fallback`), because an English sentence
 * helps more than a key; messages are parsed when they are first said, which keeps the start short. Every message may choose its
 * words by {platform}: a workspace is called a server on Discord.
 */
export function createSay(language: Language, messages: Messages, fallback: Messages, platform?: Platform): Say {
  const parsed = new Map<string, IntlMessageFormat>();
  const fixed = new Map<string, string>();
  const format: Say = (key, values) => {
    let message = parsed.get(key);
    if (message === undefined) {
      const text = messages[key] ?? fallback[key];
      if (text === undefined) throw new Error(`no interface message is called ${key}`);
      message = new IntlMessageFormat(text, messages[key] === undefined ? "en" : language, undefined, { ignoreTag: true });
      parsed.set(key, message);
    }
    return String(message.format({ platform, ...values }));
  };
  return (key, values) => {
    if (values !== undefined) return format(key, values);
    const said = fixed.get(key) ?? format(key);
    fixed.set(key, said);
    return said;
  };
}

/** Making a format costs a hundred times what using it does, and each answer shows several dates. */
const dayFormats = new Map<Language, Intl.DateTimeFormat>();

/** An ISO date in a language's short form: "22 Aug 2026". */
export function formatDay(day: string, language: Language): string {
  let format = dayFormats.get(language);
  if (format === undefined) {
    const locale = language === "en" ? "en-GB" : language;
    format = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
    dayFormats.set(language, format);
  }
  return format.format(new Date(`${day}T00:00:00Z`));
}
