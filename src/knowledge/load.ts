import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { z } from "zod";
import { KnowledgeError } from "../core/errors.ts";
import { LANGUAGES } from "../core/languages.ts";
import type { Source, WalkthroughText } from "../core/ports.ts";
import type { Walkthrough } from "../core/walkthrough.ts";
import { checkReferences } from "./check-references.ts";
import type { Checked, KnowledgeFiles, PerLanguage } from "./files.ts";
import { describeIssues, readYaml } from "./locate-issue.ts";
import {
  backgroundFile,
  changesFile,
  interfaceFile,
  labelsFile,
  lexiconFile,
  phrasingsFile,
  sourcesFile,
  timesFile,
  topicFile,
  topicTextFile,
  walkthroughFile,
  walkthroughTextFile,
} from "./schema.ts";

/**
 * Reads and checks every knowledge file below `root`.
 * @throws {KnowledgeError} with one `file:line:col message` for every problem of every file.
 */
export function loadKnowledge(root: string): KnowledgeFiles {
  const problems: string[] = [];
  const read = <T>(file: string, schema: z.ZodType<T>): Checked<T> | undefined => {
    const yaml = readYaml(path.posix.join("knowledge", file), readFileSync(path.join(root, file), "utf8"));
    problems.push(...yaml.problems);
    if (yaml.problems.length > 0) return undefined;
    const result = schema.safeParse(yaml.value);
    if (!result.success) problems.push(...describeIssues(yaml, result.error));
    return result.success ? { yaml, data: result.data } : undefined;
  };
  const readLanguages = <T>(folder: string, schema: z.ZodType<T>): PerLanguage<T> => {
    const files: PerLanguage<T> = {};
    for (const language of LANGUAGES) {
      const file = path.posix.join(folder, `${language}.yaml`);
      const checked = existsSync(path.join(root, file)) ? read(file, schema) : undefined;
      if (checked) files[language] = checked;
    }
    return files;
  };
  const readFolders = <N, T>(folder: string, file: string, neutral: z.ZodType<N>, text: z.ZodType<T>) => {
    const found = new Map<string, { neutral: Checked<N>; texts: PerLanguage<T> }>();
    for (const id of foldersIn(path.join(root, folder))) {
      const name = path.posix.join(folder, id, file);
      if (!existsSync(path.join(root, name))) problems.push(`knowledge/${name}:1:1 is missing: every folder in ${folder} needs it`);
      else {
        const checked = read(name, neutral);
        const texts = readLanguages(path.posix.join(folder, id), text);
        if (checked) found.set(id, { neutral: checked, texts });
      }
    }
    return found;
  };

  const sources = read("sources.yaml", sourcesFile);
  const labels = read("labels.yaml", labelsFile);
  const lexicon = read("lexicon.yaml", lexiconFile);
  const changes = existsSync(path.join(root, "changes.yaml")) ? read("changes.yaml", changesFile) : undefined;
  const rest = {
    topics: readFolders("topics", "topic.yaml", topicFile, topicTextFile),
    walkthroughs: readFolders("walkthroughs", "walkthrough.yaml", walkthroughFile, walkthroughTextFile as z.ZodType<WalkthroughText>),
    interface: readLanguages("interface", interfaceFile),
    phrasings: readLanguages("phrasings", phrasingsFile),
    background: readLanguages("background", backgroundFile),
    times: readLanguages("times", timesFile),
  };
  const files = sources && labels && lexicon && { sources, labels, lexicon, ...(changes ? { changes } : {}), ...rest };
  // References are checked only between files that were read whole: a slip in one file is not reported as many.
  if (files && problems.length === 0) problems.push(...checkReferences(files));
  if (!files || problems.length > 0) throw new KnowledgeError(problems);
  return files;
}

/** The walkthrough that the engine runs, from its file and its English text (which says which steps have troubleshooting). */
export function walkthroughOf(id: string, files: KnowledgeFiles): Walkthrough {
  const entry = files.walkthroughs.get(id);
  if (!entry) throw new Error(`no walkthrough ${id}`);
  const { start, steps } = entry.neutral.data;
  const texts = entry.texts.en?.data.steps ?? {};
  const withTrouble = Object.entries(steps).map(([stepId, step]) => [
    stepId,
    step.kind === "step" ? { ...step, trouble: texts[stepId]?.trouble !== undefined } : step,
  ]);
  return { id, start, steps: Object.fromEntries(withTrouble) as Walkthrough["steps"] };
}

/** The sources as a list. */
export function sourcesOf(files: KnowledgeFiles): Source[] {
  return Object.entries(files.sources.data).map(([id, source]) => ({ id, ...source }) as Source);
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
