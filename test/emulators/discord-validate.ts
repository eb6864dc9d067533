import { isDeepStrictEqual } from "node:util";

/** What is wrong with one field, in the words of Discord's error 50035. */
export interface Problem {
  path: string;
  code: string;
  message: string;
}

/** Checks a value and adds what is wrong with it to `problems`. */
export type Check = (value: unknown, path: string, problems: Problem[]) => void;

/** A check's result as a list. */
export function problemsOf(check: Check, value: unknown): Problem[] {
  const problems: Problem[] = [];
  check(value, "", problems);
  return problems;
}

/** A text of so many characters; one of spaces only counts as empty, because Discord trims. */
export function text(min: number, max: number, form?: RegExp): Check {
  return (value, path, problems) => {
    if (typeof value !== "string") add(problems, path, "STRING_TYPE_CONVERT", "Could not interpret value as string.");
    else if (value.length > max) add(problems, path, "BASE_TYPE_MAX_LENGTH", `Must be ${max} or fewer in length.`);
    else if (value.trim().length < min) add(problems, path, "BASE_TYPE_MIN_LENGTH", `Must be ${min} or more in length.`);
    else if (!value.isWellFormed()) add(problems, path, "STRING_ENCODING", "Lone surrogate.");
    else if (form && !form.test(value)) add(problems, path, "STRING_TYPE_REGEX", "String value did not match validation regex.");
  };
}

/** One of these values. */
export function oneOf(...allowed: readonly unknown[]): Check {
  return (value, path, problems) => {
    if (!allowed.some((one) => isDeepStrictEqual(one, value))) add(problems, path, "BASE_TYPE_CHOICES", `Value must be one of ${allowed}.`);
  };
}

/** True or false. */
export const boolean: Check = oneOf(true, false);

/** An id as Discord writes them. */
export const snowflake: Check = text(17, 20, /^\d+$/);

/** A number that has no bits but these. */
export function bits(allowed: number): Check {
  return (value, path, problems) => {
    if (typeof value !== "number" || (value & ~allowed) !== 0) add(problems, path, "FLAGS", `Flags ${value} are not allowed here.`);
  };
}

/** A list of so many items, each of which is checked. */
export function list(min: number, max: number, item: Check): Check {
  return (value, path, problems) => {
    if (!Array.isArray(value)) return add(problems, path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType.");
    if (value.length < min || value.length > max) {
      add(problems, path, "BASE_TYPE_BAD_LENGTH", `Must be between ${min} and ${max} in length, is ${value.length}.`);
    }
    for (const [index, one] of value.entries()) item(one, `${path}.${index}`, problems);
  };
}

/** An object with these fields. Discord ignores fields that it does not know; here they are errors, because they are mistakes. */
export function record(required: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check {
  return (value, path, problems) => {
    if (!isRecord(value)) return add(problems, path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType.");
    for (const field of Object.keys(required)) {
      if (value[field] === undefined) add(problems, `${path}.${field}`, "BASE_TYPE_REQUIRED", "This field is required");
    }
    for (const [field, one] of Object.entries(value)) {
      if (one !== undefined) (required[field] ?? optional[field] ?? unknownField)(one, `${path}.${field}`, problems);
    }
  };
}

const unknownField: Check = (_, path, problems) => add(problems, path, "UNKNOWN_FIELD", "The emulator knows no such field.");

/** The first check whose key equals the field's value. */
export function byField(field: string, checks: ReadonlyMap<unknown, Check>): Check {
  return (value, path, problems) => {
    const check = isRecord(value) ? checks.get(value[field]) : undefined;
    if (check) check(value, path, problems);
    else add(problems, `${path}.${field}`, "BASE_TYPE_CHOICES", `Value must be one of ${[...checks.keys()]}.`);
  };
}

/** All of these checks. */
export function all(...checks: readonly Check[]): Check {
  return (value, path, problems) => {
    for (const check of checks) check(value, path, problems);
  };
}

/** No two items share the value of this field. */
export function unique(field: string, code: string): Check {
  return (value, path, problems) => {
    const seen = new Set<unknown>();
    for (const one of everyRecord(value)) {
      const id = one[field];
      if (id === undefined) continue;
      if (seen.has(id)) add(problems, path, code, `Duplicated ${field}: ${id}`);
      seen.add(id);
    }
  };
}

/** True for an object that is not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Adds a problem; paths start without a dot. */
export function add(problems: Problem[], path: string, code: string, message: string): void {
  problems.push({ path: path.replace(/^\./, ""), code, message });
}

function everyRecord(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
