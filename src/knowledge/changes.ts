import { DEFAULT_LANGUAGE, type Language } from "../core/languages.ts";
import type { Change } from "../core/ports.ts";
import { checkSources } from "./check-sources.ts";
import type { KnowledgeFiles } from "./files.ts";

/** The changes as they stand in `knowledge/changes.yaml`, with their texts in every language. */
export type Changes = NonNullable<KnowledgeFiles["changes"]>["data"];

/** Problems of `knowledge/changes.yaml`: ids used twice, sources and topics that do not exist, a change without English. */
export function checkChanges(files: KnowledgeFiles): string[] {
  const file = files.changes;
  if (!file) return [];
  const seen = new Set<string>();
  return file.data.flatMap((change, index) => {
    const at = (...path: PropertyKey[]) => file.yaml.locate([index, ...path]);
    const problems = checkSources(file, [index, "sources"], change.sources, files);
    change.topics.forEach((topic, place) => {
      if (!files.topics.has(topic))
        problems.push(`${at("topics", place)} no topic is called ${topic}: see the folders of knowledge/topics`);
    });
    if (seen.has(change.id)) problems.push(`${at("id")} ${change.id} is used twice: give one of them another name`);
    seen.add(change.id);
    if (!change.text[DEFAULT_LANGUAGE]) problems.push(`${at("text")} the English text is missing: add it as en`);
    return problems;
  });
}

/** The changes newest first; those of one day stay in the order of the file. */
export function changesOf(files: KnowledgeFiles): Changes {
  return (files.changes?.data ?? []).toSorted((one, other) => other.date.localeCompare(one.date));
}

/** The changes as the running bot gives them, in one language; in English where a translation is missing. */
export function changesIn(changes: Changes, language: Language): Change[] {
  return changes.map(({ text, ...change }) => ({ ...change, text: text[language] ?? text[DEFAULT_LANGUAGE] ?? "" }));
}
