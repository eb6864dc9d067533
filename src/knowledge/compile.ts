import type { z } from "zod";
import { LANGUAGES, type Language } from "../core/languages.ts";
import type { Source, WalkthroughText } from "../core/ports.ts";
import type { TimeWords } from "../core/schedule/time-words.ts";
import type { Walkthrough } from "../core/walkthrough.ts";
import type { TrainingInput } from "../matching/train.ts";
import { type Changes, changesOf } from "./changes.ts";
import { flattenMessages } from "./check-messages.ts";
import type { KnowledgeFiles } from "./files.ts";
import { sourcesOf, walkthroughOf } from "./load.ts";
import type { topicFile, topicTextFile } from "./schema.ts";

type ByLanguage<T> = Partial<Record<Language, T>>;

/** The words of one command or choice, the first one being the one to show. */
export interface CommandText {
  words: readonly string[];
  summary: string;
}

/** All checked knowledge but the training questions, as plain data that JSON can hold. */
export interface KnowledgeData {
  sources: readonly Source[];
  /** Newest first. */
  changes: Changes;
  topics: readonly { id: string; neutral: z.infer<typeof topicFile>; texts: ByLanguage<z.infer<typeof topicTextFile>> }[];
  walkthroughs: readonly { walkthrough: Walkthrough; texts: ByLanguage<WalkthroughText> }[];
  labels: Readonly<Record<string, { name: string; labels: Readonly<Record<string, string>> }>>;
  messages: ByLanguage<Readonly<Record<string, string>>>;
  commands: ByLanguage<Readonly<Record<string, CommandText>>>;
  choices: ByLanguage<Readonly<Record<string, readonly string[]>>>;
  times: ByLanguage<TimeWords>;
}

/** Knowledge as the bot runs with it: texts as JSON, the matcher's model as bytes. */
export interface Compiled {
  data: KnowledgeData;
  model: Uint8Array;
}

/** The checked files as the data that the running bot needs. */
export function compileKnowledge(files: KnowledgeFiles): KnowledgeData {
  return {
    sources: sourcesOf(files),
    changes: changesOf(files),
    topics: [...files.topics].map(([id, { neutral, texts }]) => ({ id, neutral: neutral.data, texts: dataOf(texts) })),
    walkthroughs: [...files.walkthroughs].map(([id, { texts }]) => ({ walkthrough: walkthroughOf(id, files), texts: dataOf(texts) })),
    labels: files.labels.data.languages,
    messages: mapLanguages(files.interface, ({ data }) => flattenMessages(data.messages)),
    commands: mapLanguages(files.interface, ({ data }) => data.commands),
    choices: mapLanguages(files.interface, ({ data }) => data.choices),
    times: dataOf(files.times),
  };
}

/** The questions that the matcher learns from. */
export function trainingInput(files: KnowledgeFiles): TrainingInput {
  const phrasings = LANGUAGES.flatMap((language) =>
    Object.entries(files.phrasings[language]?.data ?? {}).flatMap(([topic, texts]) => texts.map((text) => ({ topic, language, text }))),
  );
  const background = LANGUAGES.flatMap((language) =>
    (["out-of-scope", "near-miss"] as const).flatMap((kind) =>
      (files.background[language]?.data[kind] ?? []).map((text) => ({ kind, language, text })),
    ),
  );
  const asides = LANGUAGES.flatMap((language) => (files.background[language]?.data.asides ?? []).map((text) => ({ language, text })));
  return { phrasings, background, asides, lexicon: files.lexicon.data };
}

function dataOf<T>(texts: ByLanguage<{ data: T }>): ByLanguage<T> {
  return mapLanguages(texts, ({ data }) => data);
}

function mapLanguages<T, U>(texts: ByLanguage<T>, change: (value: T) => U): ByLanguage<U> {
  const changed: ByLanguage<U> = {};
  for (const language of LANGUAGES) {
    const value = texts[language];
    if (value !== undefined) changed[language] = change(value);
  }
  return changed;
}
