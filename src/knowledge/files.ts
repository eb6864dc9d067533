import type { z } from "zod";
import type { Language } from "../core/languages.ts";
import type { WalkthroughText } from "../core/ports.ts";
import type { YamlFile } from "./locate-issue.ts";
import type {
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
} from "./schema.ts";

/** A file that was read and fits its schema, with the places of its parts for later checks. */
export interface Checked<T> {
  yaml: YamlFile;
  data: T;
}

/** A file per language, as far as there is one. */
export type PerLanguage<T> = Partial<Record<Language, Checked<T>>>;

/** All knowledge files as read, by what they hold. */
export interface KnowledgeFiles {
  sources: Checked<z.infer<typeof sourcesFile>>;
  topics: Map<string, { neutral: Checked<z.infer<typeof topicFile>>; texts: PerLanguage<z.infer<typeof topicTextFile>> }>;
  walkthroughs: Map<string, { neutral: Checked<z.infer<typeof walkthroughFile>>; texts: PerLanguage<WalkthroughText> }>;
  labels: Checked<z.infer<typeof labelsFile>>;
  lexicon: Checked<z.infer<typeof lexiconFile>>;
  /** Absent where there is no such file. */
  changes?: Checked<z.infer<typeof changesFile>>;
  interface: PerLanguage<z.infer<typeof interfaceFile>>;
  phrasings: PerLanguage<z.infer<typeof phrasingsFile>>;
  background: PerLanguage<z.infer<typeof backgroundFile>>;
  times: PerLanguage<z.infer<typeof timesFile>>;
}
