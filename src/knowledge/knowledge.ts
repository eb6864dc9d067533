import { fold } from "../core/fold.ts";
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "../core/languages.ts";
import type { Knowledge, Matcher, Say, Source, Topic, WalkthroughText } from "../core/ports.ts";
import { type TimeLexicon, timeLexicon } from "../core/schedule/time-words.ts";
import { changesIn } from "./changes.ts";
import type { KnowledgeData } from "./compile.ts";
import { isStale } from "./freshness.ts";
import { GROUPS } from "./groups.ts";
import { createSay, formatDay } from "./messages.ts";

/** The knowledge's port over compiled data. A text that is missing in a language is given in English. */
export function createKnowledge(data: KnowledgeData, matcher: Matcher): Knowledge {
  const sources = new Map(data.sources.map((source) => [source.id, source]));
  const topics = new Map(data.topics.map((topic) => [topic.id, topicIn(topic)]));
  const walkthroughs = new Map(data.walkthroughs.map((entry) => [entry.walkthrough.id, entry]));
  const says = new Map<string, Say>();
  const lexicons = new Map<Language, TimeLexicon>();
  const english = data.messages[DEFAULT_LANGUAGE] ?? {};

  return {
    topicIds: [...topics.keys()],
    groups: GROUPS,
    topic: (id, language) => topics.get(id)?.(language),
    sources: data.sources,
    source: (id) => known(sources.get(id), `source ${id}`),
    isStale: (source: Source, now) => isStale(source.checked, now),
    changes: (language) => changesIn(data.changes, language),
    formatDay,
    ...matcher,
    walkthroughIds: [...walkthroughs.keys()],
    walkthrough: (id) => walkthroughs.get(id)?.walkthrough,
    walkthroughText: (id, language): WalkthroughText => {
      const texts = walkthroughs.get(id)?.texts;
      return known(texts?.[language] ?? texts?.[DEFAULT_LANGUAGE], `walkthrough ${id}`);
    },
    labelLanguages: new Map(Object.entries(data.labels).map(([code, { name }]) => [code, name])),
    label: (name, language) => labelIn(data.labels, name, language),
    say(language, platform) {
      const name = `${language} ${platform}`;
      const say = says.get(name) ?? createSay(language, data.messages[language] ?? {}, english, platform);
      says.set(name, say);
      return say;
    },
    timeLexicon(language) {
      const lexicon = lexicons.get(language) ?? timeLexicon(known(data.times[language] ?? data.times[DEFAULT_LANGUAGE], "words for times"));
      lexicons.set(language, lexicon);
      return lexicon;
    },
    commandWords: commandWords(data),
    commandSummary: (name, language) => commandText(data, name, language).summary,
    commandWord: (name, language) => commandText(data, name, language).words[0] ?? name,
  };
}

/** A topic in each language; in one language it is always the same object. */
function topicIn(entry: KnowledgeData["topics"][number]): (wanted: Language) => Topic {
  const made = new Map<Language, Topic>();
  return (wanted) => {
    const language = entry.texts[wanted] ? wanted : DEFAULT_LANGUAGE;
    const topic = made.get(language) ?? makeTopic(entry, language);
    made.set(language, topic);
    return topic;
  };
}

function makeTopic(entry: KnowledgeData["topics"][number], language: Language): Topic {
  const text = known(entry.texts[language], `text of topic ${entry.id}`);
  const { group, related, walkthrough, statements } = entry.neutral;
  return {
    id: entry.id,
    group,
    language,
    title: text.title,
    related,
    ...(walkthrough === undefined ? {} : { walkthrough }),
    statements: statements.map(({ id, certainty, sources, regions }) => ({
      id,
      text: text.statements[id] ?? "",
      certainty,
      sources,
      ...(regions === undefined ? {} : { regions }),
    })),
  };
}

function labelIn(labels: KnowledgeData["labels"], name: string, language: string): { text: string; language: string } | undefined {
  const local = labels[language]?.labels[name];
  if (local !== undefined) return { text: local, language };
  const english = labels[DEFAULT_LANGUAGE]?.labels[name];
  return english === undefined ? undefined : { text: english, language: DEFAULT_LANGUAGE };
}

/**
 * @throws {Error} when one word calls two commands: then a language file has to choose another word.
 */
function commandWords(data: KnowledgeData): Map<string, string> {
  const words = new Map<string, string>();
  const add = (word: string, name: string): void => {
    const taken = words.get(word);
    if (taken !== undefined && taken !== name)
      throw new Error(`the word "${word}" calls both ${taken} and ${name}: see knowledge/interface`);
    words.set(word, name);
  };
  for (const language of LANGUAGES) {
    for (const [name, command] of Object.entries(data.commands[language] ?? {})) {
      add(name, name);
      for (const word of command.words) add(fold(word), name);
    }
    for (const [choice, choices] of Object.entries(data.choices[language] ?? {})) {
      for (const word of choices) add(`${choice} ${fold(word)}`, choice);
    }
  }
  return words;
}

function commandText(data: KnowledgeData, name: string, language: Language) {
  return known(data.commands[language]?.[name] ?? data.commands[DEFAULT_LANGUAGE]?.[name], `words for the command ${name}`);
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`no ${what}`);
  return value;
}
