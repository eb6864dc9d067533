import { LANGUAGES, type Language } from "../core/languages.ts";
import { findSharedPhrasings } from "./audit-phrasings.ts";
import { auditSources } from "./audit-sources.ts";
import type { KnowledgeFiles, PerLanguage } from "./files.ts";

/** What is to be done about the knowledge: one `file:line:col message` each. Only errors make the check fail. */
export interface Audit {
  errors: readonly string[];
  warnings: readonly string[];
}

/** Below this the matcher has too little to learn a topic from. */
export const MIN_PHRASINGS = 20;

/**
 * Looks for what does not stop a start and should be mended all the same: translations and phrasings that are missing,
 * phrasings that stand in two places, sources that are old or that nothing cites. `now` is in epoch milliseconds.
 */
export function auditKnowledge(files: KnowledgeFiles, now: number): Audit {
  const { errors, warnings } = auditSources(files, now);
  return { errors: [...findUntranslated(files), ...findThinTopics(files), ...findSharedPhrasings(files), ...errors], warnings };
}

function findUntranslated(files: KnowledgeFiles): string[] {
  const inFolders = (folder: "topics" | "walkthroughs") =>
    [...files[folder]].flatMap(([id, { neutral, texts }]) =>
      missingIn(texts).map((language) => `${neutral.yaml.locate([])} ${addFile(`knowledge/${folder}/${id}`, language)}`),
    );
  const inOneFolder = (folder: "interface" | "phrasings" | "background" | "times") =>
    missingIn(files[folder]).map((language) => `knowledge/${folder}/${language}.yaml:1:1 ${addFile(`knowledge/${folder}`, language)}`);
  return [
    ...inFolders("topics"),
    ...inFolders("walkthroughs"),
    ...inOneFolder("interface"),
    ...inOneFolder("phrasings"),
    ...inOneFolder("background"),
    ...inOneFolder("times"),
    ...findUntranslatedChanges(files),
  ];
}

function findUntranslatedChanges({ changes }: KnowledgeFiles): string[] {
  if (!changes) return [];
  return changes.data.flatMap(({ id, text }, index) =>
    LANGUAGES.filter((language) => text[language] === undefined).map(
      (language) => `${changes.yaml.locate([index, "text"])} the change ${id} has no text in "${language}": add it as ${language}`,
    ),
  );
}

function missingIn(texts: PerLanguage<unknown>): Language[] {
  return LANGUAGES.filter((language) => !texts[language]);
}

function addFile(folder: string, language: Language): string {
  return `is missing in "${language}": add ${folder}/${language}.yaml`;
}

function findThinTopics(files: KnowledgeFiles): string[] {
  return LANGUAGES.flatMap((language) => {
    const file = files.phrasings[language];
    if (!file) return [];
    return [...files.topics.keys()].flatMap((topic) => {
      const count = file.data[topic]?.length ?? 0;
      if (count >= MIN_PHRASINGS) return [];
      return [
        `${file.yaml.locate([topic])} ${topic} has ${count} ways of asking, which is too few: add at least ${MIN_PHRASINGS - count} more`,
      ];
    });
  });
}
