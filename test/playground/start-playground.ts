import pino from "pino";
import { onTestFinished } from "vitest";
import { startHttpServer } from "../../src/http/server.ts";
import { openKnowledge } from "../../src/knowledge/open-knowledge.ts";
import { assemblePlayground } from "../../src/run-playground.ts";

/** The day on which every test of the playground takes place. */
const NOW = Date.UTC(2026, 10, 27, 9, 0);

/** The playground as a visitor finds it, on a free port. Ends with the test, which fails if anything was logged as an error. */
export async function startPlayground(): Promise<string> {
  const errors: string[] = [];
  const log = pino({ level: "error" }, { write: (line) => errors.push(line) });
  const playground = assemblePlayground(await openKnowledge(), () => NOW, log);
  const server = await startHttpServer(playground.app, "127.0.0.1", 0);
  onTestFinished(async () => {
    await server.stop();
    await playground.close();
    if (errors.length > 0) throw new Error(errors.join("\n"));
  });
  return server.url;
}
