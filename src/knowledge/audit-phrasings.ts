import { LANGUAGES } from "../core/languages.ts";
import { foldText } from "../matching/normalize.ts";
import type { KnowledgeFiles } from "./files.ts";

/** One line that the matcher learns from: whose it is, and its `file:line:col`. */
interface Line {
  owner: string;
  text: string;
  at: string;
}

/** Lines that the matcher cannot tell apart (case, accents and punctuation aside) though they stand under different owners. */
export function findSharedPhrasings(files: KnowledgeFiles): string[] {
  const firsts = new Map<string, Line>();
  return [...phrasingLines(files), ...backgroundLines(files)].flatMap((line) => {
    const key = foldText(line.text);
    const first = firsts.get(key);
    if (!first) firsts.set(key, line);
    if (!first || first.owner === line.owner) return [];
    return [`${line.at} "${line.text}" stands under ${line.owner} and under ${first.owner} (${first.at}): take it out where it fits less`];
  });
}

function phrasingLines(files: KnowledgeFiles): Line[] {
  return LANGUAGES.flatMap((language) => {
    const file = files.phrasings[language];
    return Object.entries(file?.data ?? {}).flatMap(([topic, texts]) =>
      texts.map((text, index) => ({ owner: topic, text, at: file?.yaml.locate([topic, index]) ?? "" })),
    );
  });
}

function backgroundLines(files: KnowledgeFiles): Line[] {
  return LANGUAGES.flatMap((language) => {
    const file = files.background[language];
    return (["out-of-scope", "near-miss", "asides"] as const).flatMap((kind) =>
      (file?.data[kind] ?? []).map((text, index) => ({ owner: "the background", text, at: file?.yaml.locate([kind, index]) ?? "" })),
    );
  });
}
