import type { TestProject } from "vitest/node";
import { CACHE_DIR, compiled, KNOWLEDGE_DIR } from "../src/knowledge/open-knowledge.ts";
import { startPostgres } from "./postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of the PostgreSQL server that the run shares; each test makes databases of its own in it. */
    postgresUrl: string;
  }
}

/**
 * Compiles the knowledge once, so that no two test files train the matcher at the same time, and starts the PostgreSQL server.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [server] = await Promise.all([startPostgres(), compiled(KNOWLEDGE_DIR, CACHE_DIR)]);
  project.provide("postgresUrl", server.url);
  return () => server.remove();
}
