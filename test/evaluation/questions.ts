/** The file of test questions: one JSON object a line. */
import { readFileSync } from "node:fs";

/** What a fair judge expects of a question. */
export type Expectation = "answer" | "near-miss" | "out-of-scope";

/** One line of the file. */
export interface TestQuestion {
  readonly id: string;
  readonly lang: string;
  readonly question: string;
  /** Every topic that would be a right answer; empty when none is. */
  readonly accept: readonly string[];
  readonly expect: Expectation;
}

const EXPECTATIONS: readonly string[] = ["answer", "near-miss", "out-of-scope"];

/**
 * Reads and checks the file. Empty lines are passed over.
 * @throws {Error} naming the file, or every wrong line as `file:line: what is wrong`
 */
export function readQuestions(file: string): TestQuestion[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`Cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? error}. Give the path of a .jsonl file.`);
  }
  return parseQuestions(text, file);
}

/** {@link readQuestions} for a text already read; `file` is only named in messages. */
export function parseQuestions(text: string, file: string): TestQuestion[] {
  const questions: TestQuestion[] = [];
  const problems: string[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/u, "")
    .split(/\r?\n/u)
    .entries()) {
    if (line.trim() === "") continue;
    try {
      questions.push(parseQuestion(line));
    } catch (error) {
      problems.push(`${file}:${index + 1}: ${(error as Error).message}`);
    }
  }
  if (questions.length === 0 && problems.length === 0) problems.push(`${file}: no questions in it`);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return questions;
}

function parseQuestion(line: string): TestQuestion {
  const value: unknown = JSON.parse(line);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("not a JSON object");
  const { id, lang, question, accept, expect } = value as Record<string, unknown>;
  if (typeof id !== "string" && typeof id !== "number") throw new Error('"id" must be a text');
  if (typeof lang !== "string") throw new Error('"lang" must be a language code such as "en"');
  if (typeof question !== "string") throw new Error('"question" must be a text');
  if (typeof expect !== "string" || !EXPECTATIONS.includes(expect)) throw new Error(`"expect" must be one of ${EXPECTATIONS.join(", ")}`);
  const topics: unknown[] = Array.isArray(accept) ? accept : [undefined];
  if (!topics.every((topic) => typeof topic === "string")) throw new Error('"accept" must be a list of topic ids');
  if ((expect === "answer") !== topics.length > 0) throw new Error('"accept" must name topics exactly when "expect" is "answer"');
  return { id: String(id), lang, question, accept: topics as string[], expect: expect as Expectation };
}
