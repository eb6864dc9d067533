import { enableCompileCache } from "node:module";
import path from "node:path";

// Some hundred TypeScript files are stripped and compiled at every start. Kept compiled, a start takes a quarter less time
// and memory (docs/performance.md). It has to be switched on before the files are loaded, hence a file of its own, and one in
// JavaScript: for a single file that is not kept Node loads its whole stripper, 20 MB of it. Where the folder cannot be
// written, Node goes on without.
enableCompileCache(path.resolve(import.meta.dirname, "../.cache/compile"));
await import("./run.ts");
