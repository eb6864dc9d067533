import { enableCompileCache } from "node:module";
import path from "node:path";

// Some hundred TypeScript files are stripped and compiled at every start. Kept compiled, a start takes a quarter less time
// and memory (docs/performance.md). It has to be switched on before the files are loaded, hence a file of its own; where
// the folder cannot be written, Node goes on without.
enableCompileCache(path.resolve(import.meta.dirname, "../.cache/compile"));
await import("./run.ts");
