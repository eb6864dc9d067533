import { KnowledgeError } from "../core/errors.ts";
import { CACHE_DIR, compiled, KNOWLEDGE_DIR } from "../knowledge/open-knowledge.ts";

/** Checks the knowledge and trains the matcher ahead of the first start. Run by `npm ci`. */
try {
  await compiled(KNOWLEDGE_DIR, CACHE_DIR);
} catch (error) {
  if (!(error instanceof KnowledgeError)) throw error;
  console.error(error.problems.join("\n"));
  process.exitCode = 1;
}
