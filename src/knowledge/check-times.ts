import { LANGUAGES } from "../core/languages.ts";
import { plainWords } from "../core/schedule/time-words.ts";
import type { KnowledgeFiles } from "./files.ts";

/** Words for times that stand under two keys of a language: only one of them could hold. */
export function checkTimes(files: KnowledgeFiles): string[] {
  return LANGUAGES.flatMap((language) => {
    const file = files.times[language];
    if (!file) return [];
    const taken = new Map<string, string>();
    return (["numbers", "words"] as const).flatMap((part) =>
      Object.entries(file.data[part]).flatMap(([key, phrases]) =>
        phrases.flatMap((phrase, index) => {
          const plain = plainWords(phrase).join(" ");
          const other = taken.get(plain) ?? key;
          taken.set(plain, other);
          if (other === key) return [];
          return [`${file.yaml.locate([part, key, index])} "${phrase}" stands under ${other} too: take it out of one of them`];
        }),
      ),
    );
  });
}
