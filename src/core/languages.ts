/** The languages the bot speaks. Order is the order in which menus show them. */
export const LANGUAGES = ["en", "fr", "de", "es", "it", "nl", "pt", "pl"] as const;

/** A language the bot speaks, as its ISO 639-1 code. */
export type Language = (typeof LANGUAGES)[number];

/** What the bot falls back to when nothing else says which language to use. */
export const DEFAULT_LANGUAGE: Language = "en";

/** Each language under its own name, as people look for it in a menu. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: "English",
  fr: "Français",
  de: "Deutsch",
  es: "Español",
  it: "Italiano",
  nl: "Nederlands",
  pt: "Português",
  pl: "Polski",
};

/** True for a code the bot speaks. */
export function isLanguage(value: string): value is Language {
  return (LANGUAGES as readonly string[]).includes(value);
}

/**
 * The bot's language for a platform's locale: `pt-BR` → `pt`, `en_GB` → `en`.
 * Returns undefined for a language that the bot does not speak, so that the next rule in line decides.
 */
export function languageOfLocale(locale: string | undefined): Language | undefined {
  const primary = locale?.toLowerCase().split(/[-_]/, 1)[0];
  return primary !== undefined && isLanguage(primary) ? primary : undefined;
}
