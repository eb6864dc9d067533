/** The matcher under evaluation. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Decision, matchQuestion } from "../../src/matching/match.ts";
import { decodeModel, encodeModel } from "../../src/matching/model-file.ts";
import { trainModel } from "../../src/matching/train.ts";
import { readTrainingInput } from "./training-data.ts";

/** The folder of the knowledge files. */
export const KNOWLEDGE = join(import.meta.dirname, "../../knowledge");
const MATCHING = join(import.meta.dirname, "../../src/matching");

/** A question in, a decision out; and the topics that there are. */
export interface Matcher {
  readonly topics: readonly string[];
  match(question: string): Decision;
}

/** Trains on the knowledge files, or reads the model of the last time when neither they nor the matcher have changed. */
export function loadMatcher(): Matcher {
  const input = readTrainingInput(KNOWLEDGE);
  const hash = createHash("sha256").update(JSON.stringify(input));
  for (const name of readdirSync(MATCHING).sort()) hash.update(readFileSync(join(MATCHING, name)));
  const folder = join(tmpdir(), "linkedin-ai-bot-evaluation");
  const file = join(folder, `${hash.digest("hex").slice(0, 16)}.model`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, encodeModel(trainModel(input)));
  }
  const model = decodeModel(readFileSync(file));
  return { topics: model.topics, match: (question) => matchQuestion(model, question) };
}
