import path from "node:path";
import { config as loadEnvFile } from "dotenv";
import { z } from "zod";
import { ConfigError } from "./core/errors.ts";

/** The project's folder: relative paths in the configuration start there, whatever the working directory is. */
const PROJECT = path.resolve(import.meta.dirname, "..");

/** What AES-256 takes. */
const KEY_BYTES = 32;

const token = (prefix: string, where: string) => z.string().regex(new RegExp(`^${prefix}\\S+$`), `must begin with ${prefix} (${where})`);

const variables = z.object({
  DATA_DIR: z.string().default("data"),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "must be an address like postgres://user:password@host:5432/database" })
    .optional(),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "silent"], "must be fatal, error, warn, info, debug or silent")
    .default("info"),
  PORT: z.coerce.number("must be a port number").int("must be a port number").min(0).max(65_535, "must be at most 65535").default(3000),
  HOST: z.string().default("127.0.0.1"),
  SLACK_BOT_TOKEN: token("xoxb-", "Slack app settings, OAuth & Permissions").optional(),
  SLACK_APP_TOKEN: token("xapp-", "Slack app settings, Basic Information, App-Level Tokens").optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_CLIENT_ID: z.string().optional(),
  SLACK_CLIENT_SECRET: z.string().optional(),
  SLACK_TOKEN_KEY: z.string().transform(toKeys).optional(),
  SLACK_API_URL: z.url({ protocol: /^https?$/, error: "must be an http or https address" }).optional(),
  DISCORD_TOKEN: z.string().optional(),
  DISCORD_SHARDS: z
    .string()
    .regex(/^(auto|[1-9]\d*|\d+(-\d+)?\/[1-9]\d*)$/, "must be auto, a number of connections, or this process's part of them like 0-3/8")
    .default("auto"),
  DISCORD_PUBLIC_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, "must be 64 hexadecimal digits (Developer Portal, General Information, Public Key)")
    .optional(),
  DISCORD_API_URL: z.url({ protocol: /^https?$/, error: "must be an http or https address" }).optional(),
});

/** The names of every variable that the bot reads. */
export const VARIABLES = Object.keys(variables.shape);

/**
 * Slack in one workspace by Socket Mode (an app-level token) or by signed HTTP requests (a signing secret), or in many by OAuth.
 * `tokenKeys` seal the tokens that workspaces hand over: the first one seals, the others open what it was sealed with before.
 */
export type SlackConfig = { apiUrl?: string } & (
  | { mode: "socket"; botToken: string; appToken: string }
  | { mode: "http"; botToken: string; signingSecret: string }
  | { mode: "oauth"; signingSecret: string; clientId: string; clientSecret: string; tokenKeys: readonly Buffer[] }
);

/** Discord by its gateway, or by signed HTTP requests where there is a public key. */
export interface DiscordConfig {
  token: string;
  apiUrl?: string;
  publicKey?: string;
  /** The gateway connections of this process, of so many in all; or as many as Discord advises. */
  shards: "auto" | { ids: readonly number[]; count: number };
}

/** What the bot runs with. A platform without tokens is absent. */
export interface Config {
  /** The path of the SQLite file, or the address of the PostgreSQL server, which holds a password. */
  database: string;
  logLevel: z.infer<typeof variables>["LOG_LEVEL"];
  /** Where requests by HTTP are taken, if a platform sends any. */
  http: { host: string; port: number };
  slack?: SlackConfig;
  discord?: DiscordConfig;
}

/**
 * Reads the configuration from environment variables; empty ones count as unset.
 * @throws {ConfigError} with one line per problem, each naming the variable and what to do.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([name, value]) => VARIABLES.includes(name) && value?.trim()));
  const result = variables.safeParse(given);
  const problems = result.success ? [] : result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  // The pairs are checked on what was given, so that a bad value and a missing partner are told together.
  problems.push(...pairProblems(given));
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  const values = result.data;
  const slack = slackOf(values);
  const discord = discordOf(values);
  return {
    database: values.DATABASE_URL ?? path.resolve(PROJECT, values.DATA_DIR, "bot.sqlite"),
    logLevel: values.LOG_LEVEL,
    http: { host: values.HOST, port: values.PORT },
    ...(slack ? { slack } : {}),
    ...(discord ? { discord } : {}),
  };
}

/**
 * The configuration of this process: the environment, and what `.env` adds to it. The only place that reads `process.env`.
 * @throws {ConfigError} also for a name in `.env` that looks like one of ours and is none: a misspelt token would go unnoticed.
 */
export function readProcessConfig(): Config {
  const { parsed } = loadEnvFile({ path: path.join(PROJECT, ".env"), quiet: true });
  const misspelt = Object.keys(parsed ?? {}).filter((name) => /^(SLACK|DISCORD|DATABASE)_/.test(name) && !VARIABLES.includes(name));
  if (misspelt.length > 0) {
    throw new ConfigError(misspelt.map((name) => `${name} in .env is not a variable of this bot: see .env.example for their names`));
  }
  return readConfig(process.env);
}

/** What Slack in many workspaces needs. */
const FOR_MANY = ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET", "SLACK_TOKEN_KEY"];

function pairProblems(given: Readonly<Record<string, string | undefined>>): string[] {
  const has = (name: string) => given[name] !== undefined;
  if (["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_TOKEN_KEY"].some(has)) return manyProblems(has);
  const problems: string[] = [];
  if (has("SLACK_BOT_TOKEN") && !has("SLACK_APP_TOKEN") && !has("SLACK_SIGNING_SECRET")) {
    problems.push("SLACK_APP_TOKEN is missing: SLACK_BOT_TOKEN needs it for Socket Mode, or SLACK_SIGNING_SECRET for HTTP");
  }
  for (const name of ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"]) {
    if (has(name) && !has("SLACK_BOT_TOKEN")) problems.push(`SLACK_BOT_TOKEN is missing: ${name} is set and is of no use without it`);
  }
  for (const name of ["DISCORD_PUBLIC_KEY", "DISCORD_SHARDS"]) {
    if (has(name) && !has("DISCORD_TOKEN")) problems.push(`DISCORD_TOKEN is missing: ${name} is set and is of no use without it`);
  }
  if (has("DISCORD_PUBLIC_KEY") && has("DISCORD_SHARDS")) {
    problems.push("DISCORD_SHARDS is of no use with DISCORD_PUBLIC_KEY: over HTTP the bot opens no connection. Remove one of them");
  }
  if (!isPartOfAll(given["DISCORD_SHARDS"] ?? "")) {
    problems.push("DISCORD_SHARDS must count from 0 to one less than there are: for two processes 0-3/8 and 4-7/8");
  }
  return problems;
}

function manyProblems(has: (name: string) => boolean): string[] {
  const missing = FOR_MANY.filter((name) => !has(name));
  const clashing = ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"].filter(has);
  return [
    ...missing.map((name) => `${name} is missing: Slack in many workspaces needs ${FOR_MANY.join(", ")}`),
    ...clashing.map((name) => `${name} is for one workspace, and SLACK_CLIENT_ID for many: remove one of the two`),
  ];
}

function slackOf(values: z.infer<typeof variables>): SlackConfig | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = values;
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_TOKEN_KEY: tokenKeys } = values;
  const url = urlOf(values.SLACK_API_URL);
  if (signingSecret && clientId && clientSecret && tokenKeys) {
    return { mode: "oauth", signingSecret, clientId, clientSecret, tokenKeys, ...url };
  }
  if (botToken && appToken) return { mode: "socket", botToken, appToken, ...url };
  if (botToken && signingSecret) return { mode: "http", botToken, signingSecret, ...url };
  return undefined;
}

function discordOf(values: z.infer<typeof variables>): DiscordConfig | undefined {
  const { DISCORD_TOKEN: token, DISCORD_PUBLIC_KEY: publicKey } = values;
  if (!token) return undefined;
  return { token, ...urlOf(values.DISCORD_API_URL), ...(publicKey ? { publicKey } : {}), shards: shardsOf(values.DISCORD_SHARDS) };
}

/** False for a part like `4/4` or `3-1/4`. */
function isPartOfAll(shards: string): boolean {
  const [, first, last = first, count] = /^(\d+)(?:-(\d+))?\/(\d+)$/.exec(shards) ?? [];
  return first === undefined || (Number(first) <= Number(last) && Number(last) < Number(count));
}

/** `4` are all of four, `2/4` the third, `0-1/4` the first two. */
function shardsOf(text: string): DiscordConfig["shards"] {
  if (text === "auto") return text;
  const [part = "", all] = text.split("/");
  const [first = "0", last = first] = all === undefined ? ["0", String(Number(part) - 1)] : part.split("-");
  const ids = Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index);
  return { ids, count: Number(all ?? part) };
}

/** One or more keys of 32 bytes in base64, separated by commas. */
function toKeys(text: string, context: z.RefinementCtx): Buffer[] {
  const keys = text.split(",").map((key) => Buffer.from(key.trim(), "base64"));
  if (keys.some((key) => key.length !== KEY_BYTES)) {
    // The value itself must not be told: it is a secret, if a wrong one.
    const message = "must be a key of 32 bytes in base64 (openssl rand -base64 32); of several, separated by commas, the first seals";
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  }
  return keys;
}

function urlOf(apiUrl: string | undefined): { apiUrl?: string } {
  return apiUrl === undefined ? {} : { apiUrl };
}
