import { CACHE_DIR, compiled, KNOWLEDGE_DIR } from "../src/knowledge/open-knowledge.ts";

/** Compiles the knowledge once, so that no two test files train the matcher at the same time. */
export default async function setup(): Promise<void> {
  await compiled(KNOWLEDGE_DIR, CACHE_DIR);
}
