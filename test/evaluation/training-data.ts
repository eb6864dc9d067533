/** Reads the training data from the knowledge files, for experiments and the evaluation only. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Lexicon } from "../../src/matching/lexicon.ts";
import type { BackgroundQuestion, Phrasing, TrainingInput } from "../../src/matching/train.ts";

/** Reads `phrasings/*.yaml`, `background/*.yaml` and `lexicon.yaml` under a knowledge folder. Missing files count as empty. */
export function readTrainingInput(folder: string): TrainingInput {
  const phrasings: Phrasing[] = [];
  const background: BackgroundQuestion[] = [];
  for (const [language, byTopic] of readLanguageFiles(join(folder, "phrasings"))) {
    for (const [topic, texts] of Object.entries(byTopic)) {
      for (const text of texts) phrasings.push({ topic, language, text });
    }
  }
  for (const [language, byKind] of readLanguageFiles(join(folder, "background"))) {
    for (const kind of ["near-miss", "out-of-scope"] as const) {
      for (const text of byKind[kind] ?? []) background.push({ kind, language, text });
    }
  }
  const lexiconFile = join(folder, "lexicon.yaml");
  const lexicon = existsSync(lexiconFile) ? (parse(readFileSync(lexiconFile, "utf8")) as Lexicon) : {};
  return { phrasings, background, lexicon };
}

function readLanguageFiles(folder: string): [string, Record<string, string[]>][] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => [name.slice(0, -5), parse(readFileSync(join(folder, name), "utf8")) as Record<string, string[]>]);
}
