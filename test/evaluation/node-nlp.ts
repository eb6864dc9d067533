/** The part of node-nlp that the evaluation uses; the package has no types. */
import { createRequire } from "node:module";

interface Manager {
  addDocument(language: string, text: string, intent: string): void;
  train(): Promise<void>;
  process(language: string, text: string): Promise<{ classifications: readonly { intent: string; score: number }[] }>;
}

interface ManagerOptions {
  languages: readonly string[];
  nlu: { log: boolean };
  autoSave: boolean;
}

/** nlp.js's manager: documents in, intents with scores out. */
export const { NlpManager } = createRequire(import.meta.url)("node-nlp") as { NlpManager: new (options: ManagerOptions) => Manager };
