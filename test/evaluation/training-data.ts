/** Reads the training data from the knowledge files, for experiments and the evaluation only. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Lexicon } from "../../src/matching/lexicon.ts";
import { BACKGROUND_KINDS } from "../../src/matching/model.ts";
import type { BackgroundQuestion, Phrasing, TrainingInput } from "../../src/matching/train.ts";

/** Reads `phrasings/*.yaml`, `background/*.yaml` and `lexicon.yaml` under a knowledge folder. Missing files count as empty. */
export function readTrainingInput(folder: string): TrainingInput {
  const background = readLanguageFiles(join(folder, "background"));
  const read = (key: string) => background.flatMap(([language, lists]) => (lists[key] ?? []).map((text) => ({ language, text })));
  const phrasings = readLanguageFiles(join(folder, "phrasings")).flatMap(([language, byTopic]) =>
    Object.entries(byTopic).flatMap(([topic, texts]) => texts.map((text): Phrasing => ({ topic, language, text }))),
  );
  const questions = BACKGROUND_KINDS.flatMap((kind) => read(kind).map((item): BackgroundQuestion => ({ kind, ...item })));
  const lexiconFile = join(folder, "lexicon.yaml");
  const lexicon = existsSync(lexiconFile) ? (parse(readFileSync(lexiconFile, "utf8")) as Lexicon) : {};
  return { phrasings, background: questions, asides: read("asides"), lexicon };
}

function readLanguageFiles(folder: string): [string, Record<string, string[]>][] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => [name.slice(0, -5), parse(readFileSync(join(folder, name), "utf8")) as Record<string, string[]>]);
}
