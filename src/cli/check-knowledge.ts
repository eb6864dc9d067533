import { KnowledgeError } from "../core/errors.ts";
import { type Audit, auditKnowledge } from "../knowledge/audit.ts";
import { loadKnowledge } from "../knowledge/load.ts";
import { KNOWLEDGE_DIR } from "../knowledge/open-knowledge.ts";

/** Prints every problem of the knowledge files, or of those in the folder that is named, and how many there are. Fails on errors only. */
function main(folder: string): void {
  const { errors, warnings } = check(folder);
  const lines = [...errors, ...warnings.map(markWarning), `${counted(errors, "error")}, ${counted(warnings, "warning")}`];
  console.log(lines.join("\n"));
  if (errors.length > 0) process.exitCode = 1;
}

/** What stops a start hides the rest: references are followed only between files that could be read. */
function check(folder: string): Audit {
  try {
    return auditKnowledge(loadKnowledge(folder), Date.now());
  } catch (error) {
    if (error instanceof KnowledgeError) return { errors: error.problems, warnings: [] };
    throw error;
  }
}

/** `file:line:col message` with the word between the two. */
function markWarning(problem: string): string {
  return problem.replace(" ", " warning: ");
}

function counted(problems: readonly string[], noun: string): string {
  return `${problems.length} ${noun}${problems.length === 1 ? "" : "s"}`;
}

main(process.argv[2] ?? KNOWLEDGE_DIR);
