import { unaccented } from "./fold.ts";
import { DEFAULT_LANGUAGE, type Language, languageOfLocale } from "./languages.ts";
import type { Knowledge, Store, Suggestion, SuggestTopics, Topic } from "./ports.ts";

/** A store that takes longer to say what a person's language is, in milliseconds, is not waited for: Discord gives 3 seconds in all. */
const PATIENCE_MS = 1_000;

/** Suggests topics in a person's language, also when the store is in trouble: the platform's locale does then. */
export function createSuggest(knowledge: Knowledge, store: Pick<Store, "preferences">): SuggestTopics {
  return async ({ identity, locale, typed, most }) => {
    const chosen = await withinPatience(store.preferences(identity).then(({ language }) => language));
    return suggestTopics(typed, chosen ?? languageOfLocale(locale) ?? DEFAULT_LANGUAGE, knowledge, most);
  };
}

async function withinPatience<T>(reading: Promise<T>): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, PATIENCE_MS, undefined);
  try {
    return await Promise.race([reading.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Topics that somebody who typed so much may mean, best first and each once: those whose title begins so, those that have
 * every word in it, and those that the matcher takes it for. Whoever typed nothing is offered all, in the order of the groups.
 * @param most how many are wanted at most
 */
export function suggestTopics(
  typed: string,
  language: Language,
  { topicIds, groups, topic, match }: Pick<Knowledge, "topicIds" | "groups" | "topic" | "match">,
  most: number,
): Suggestion[] {
  const all = topicIds.flatMap((id) => topic(id, language) ?? []);
  const wanted = unaccented(typed.trim());
  const found = wanted === "" ? inOrderOf(groups, all) : [...named(wanted, all), ...meant(typed, all, match)];
  return [...new Set(found)].slice(0, most).map(({ id, title }) => ({ topic: id, title }));
}

function inOrderOf(groups: readonly string[], topics: readonly Topic[]): Topic[] {
  return topics.toSorted((one, other) => groups.indexOf(one.group) - groups.indexOf(other.group));
}

function named(wanted: string, topics: readonly Topic[]): Topic[] {
  const titled = topics.map((topic) => ({ topic, title: unaccented(topic.title) }));
  const words = wanted.split(/\s+/);
  const first = titled.filter(({ title, topic }) => title.startsWith(wanted) || topic.id === wanted);
  // A word may be half typed still, or in the singular.
  const others = titled.filter(({ title }) => words.every((word) => title.split(/[^\p{L}\p{N}']+/u).some((part) => part.startsWith(word))));
  return [...first, ...others].map(({ topic }) => topic);
}

function meant(typed: string, topics: readonly Topic[], match: Knowledge["match"]): Topic[] {
  return match(typed).topics.flatMap(({ topic: id }) => topics.find((topic) => topic.id === id) ?? []);
}
