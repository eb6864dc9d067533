import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";

/** A YAML file as read: its value, where each part of it stands, and the problems of its syntax. */
export interface YamlFile {
  /** Path as shown in messages, relative to the project. */
  file: string;
  value: unknown;
  /** `file:line:col` of the node at a path; the nearest existing parent's where there is none. */
  locate(path: readonly PropertyKey[]): string;
  /** One `file:line:col message` per error of syntax. */
  problems: readonly string[];
}

/** Reads a YAML text. Never throws: problems are in the result. */
export function readYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const problems = document.errors.map((error) => `${at(error.pos[0])} ${plainSyntax(error.message)}`);
  const value: unknown = problems.length > 0 ? undefined : document.toJS();
  return { file, value, locate: (path) => at(offsetOf(document, path)), problems };
}

/** Each issue of a failed check as `file:line:col path: message`. */
export function describeIssues(yaml: YamlFile, error: z.ZodError): string[] {
  return error.issues.map((issue) => {
    const unknownKey = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
    const path = unknownKey === undefined ? issue.path : [...issue.path, unknownKey];
    return `${yaml.locate(path)} ${path.join(".") || "file"}: ${explain(issue)}`;
  });
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function explain(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return "is not a key that belongs here: check its spelling or take it out";
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined")) return `is missing: add it (${issue.expected})`;
  return issue.message;
}

/** The commonest slip of people who do not write YAML every day gets a sentence that says what to do. */
function plainSyntax(message: string): string {
  const hint = /mapping|implicit key|Nested mappings/i.test(message) ? " (a text that holds a colon must stand in quotes)" : "";
  return message.replace(/\s+/g, " ").trim() + hint;
}
