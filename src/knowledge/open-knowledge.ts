import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isLanguage } from "../core/languages.ts";
import type { Knowledge, Match, Matcher } from "../core/ports.ts";
import { explainMatch } from "../matching/explain.ts";
import { matchQuestion } from "../matching/match.ts";
import type { Model } from "../matching/model.ts";
import { decodeModel } from "../matching/model-file.ts";
import type { Compiled, KnowledgeData } from "./compile.ts";
import { createKnowledge } from "./knowledge.ts";

/** The project's folder, whatever the working directory is. */
const PROJECT = path.resolve(import.meta.dirname, "../..");

/** Where the files that people edit are. */
export const KNOWLEDGE_DIR = path.join(PROJECT, "knowledge");

/** Where the compiled knowledge is kept; `npm ci` fills it. */
export const CACHE_DIR = path.join(PROJECT, ".cache", "knowledge");

/**
 * Opens the knowledge. Checking 700 files and training the matcher takes a minute, so the result is kept under the hash of
 * everything it was made from: a start with unchanged files only reads it, and any change is checked and compiled anew.
 * @throws {KnowledgeError} with one `file:line:col message` per problem.
 */
export async function openKnowledge(root = KNOWLEDGE_DIR, cacheDir = CACHE_DIR, onCompile?: () => void): Promise<Knowledge> {
  const { data, model } = await compiled(root, cacheDir, onCompile);
  return createKnowledge(data, matcherOf(decodeModel(model)));
}

/** Below this the matcher does not know the question's language, and the person's own is used. */
const SURE_OF_LANGUAGE = 0.6;

function matcherOf(model: Model): Matcher {
  return {
    match(question): Match {
      const { kind, topics, language } = matchQuestion(model, question);
      if (language.confidence < SURE_OF_LANGUAGE || !isLanguage(language.code)) return { kind, topics };
      return { kind, topics, language: language.code };
    },
    explain: (question, topic) => explainMatch(model, question, topic),
  };
}

/**
 * The compiled knowledge: kept from before if nothing changed, else made now and kept for the next time. `onCompile` is told
 * before the latter, which takes about a minute.
 */
export async function compiled(root: string, cacheDir: string, onCompile?: () => void): Promise<Compiled> {
  const digest = digestOf([root, path.join(PROJECT, "src/knowledge"), path.join(PROJECT, "src/matching")]);
  const kept = readKept(cacheDir, digest);
  if (kept) return kept;
  onCompile?.();
  // Loaded only when it is needed: the schema and YAML libraries would cost every start a tenth of a second.
  const { compileFolder } = await import("./compile-folder.ts");
  const made = compileFolder(root);
  keep(cacheDir, digest, made);
  return made;
}

function digestOf(folders: readonly string[]): string {
  const hash = createHash("sha256");
  for (const folder of folders) {
    const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const files = names.map((entry) => path.join(entry.parentPath, entry.name)).sort();
    for (const file of files) {
      const content = readFileSync(file);
      hash.update(`${path.relative(folder, file)}\n${content.length}\n`).update(content);
    }
  }
  return hash.digest("hex").slice(0, 32);
}

function readKept(cacheDir: string, digest: string): Compiled | undefined {
  try {
    const data = JSON.parse(readFileSync(path.join(cacheDir, `${digest}.json`), "utf8")) as KnowledgeData;
    return { data, model: readFileSync(path.join(cacheDir, `${digest}.model`)) };
  } catch {
    return undefined;
  }
}

/** Keeping is a convenience: on a read-only disk the bot runs all the same and compiles at every start. */
function keep(cacheDir: string, digest: string, { data, model }: Compiled): void {
  try {
    mkdirSync(cacheDir, { recursive: true });
    // Renaming makes each file appear whole, also when two processes compile at once. The JSON comes last: it is read first.
    writeWhole(path.join(cacheDir, `${digest}.model`), model);
    writeWhole(path.join(cacheDir, `${digest}.json`), JSON.stringify(data));
    for (const name of readdirSync(cacheDir)) {
      if (!name.startsWith(digest) && /\.(json|model)$/.test(name)) rmSync(path.join(cacheDir, name), { force: true });
    }
  } catch {
    // See above.
  }
}

function writeWhole(file: string, content: string | Uint8Array): void {
  const partial = `${file}.${process.pid}.partial`;
  writeFileSync(partial, content);
  renameSync(partial, file);
}
