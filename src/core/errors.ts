/**
 * Something a person did that cannot be done, with a message that says what to do next.
 * `key` names the interface text; dispatch turns the error into a reply in the person's language.
 */
export class UserError extends Error {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(key: string, values: Readonly<Record<string, string | number>> = {}) {
    super(key);
    this.name = "UserError";
    this.key = key;
    this.values = values;
  }
}

/** The bot cannot start as it is configured. Each problem is one line that names what to change. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/** Knowledge files are wrong. Each problem is one line `file:line:col message`. */
export class KnowledgeError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "KnowledgeError";
    this.problems = problems;
  }
}

/** The database cannot be opened, read or written; `cause` keeps what it said. */
export class StoreError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreError";
  }
}
