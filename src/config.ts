import path from "node:path";
import { config as loadEnvFile } from "dotenv";
import { z } from "zod";
import { ConfigError } from "./core/errors.ts";

/** The project's folder: relative paths in the configuration start there, whatever the working directory is. */
const PROJECT = path.resolve(import.meta.dirname, "..");

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
  SLACK_API_URL: z.url({ protocol: /^https?$/, error: "must be an http or https address" }).optional(),
  DISCORD_TOKEN: z.string().optional(),
  DISCORD_API_URL: z.url({ protocol: /^https?$/, error: "must be an http or https address" }).optional(),
});

/** The names of every variable that the bot reads. */
export const VARIABLES = Object.keys(variables.shape);

/** Slack by Socket Mode (an app-level token) or by signed HTTP requests (a signing secret). */
export interface SlackConfig {
  botToken: string;
  mode: { kind: "socket"; appToken: string } | { kind: "http"; signingSecret: string; port: number; host: string };
  apiUrl?: string;
}

/** Discord by its gateway. */
export interface DiscordConfig {
  token: string;
  apiUrl?: string;
}

/** What the bot runs with. A platform without tokens is absent. */
export interface Config {
  /** The path of the SQLite file, or the address of the PostgreSQL server, which holds a password. */
  database: string;
  logLevel: z.infer<typeof variables>["LOG_LEVEL"];
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
  return {
    database: values.DATABASE_URL ?? path.resolve(PROJECT, values.DATA_DIR, "bot.sqlite"),
    logLevel: values.LOG_LEVEL,
    ...(slack ? { slack } : {}),
    ...(values.DISCORD_TOKEN ? { discord: { token: values.DISCORD_TOKEN, ...urlOf(values.DISCORD_API_URL) } } : {}),
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

function pairProblems(given: Readonly<Record<string, string | undefined>>): string[] {
  const has = (name: string) => given[name] !== undefined;
  const problems: string[] = [];
  if (has("SLACK_BOT_TOKEN") && !has("SLACK_APP_TOKEN") && !has("SLACK_SIGNING_SECRET")) {
    problems.push("SLACK_APP_TOKEN is missing: SLACK_BOT_TOKEN needs it for Socket Mode, or SLACK_SIGNING_SECRET for HTTP");
  }
  for (const name of ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"]) {
    if (has(name) && !has("SLACK_BOT_TOKEN")) problems.push(`SLACK_BOT_TOKEN is missing: ${name} is set and is of no use without it`);
  }
  return problems;
}

function slackOf(values: z.infer<typeof variables>): SlackConfig | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = values;
  if (!botToken) return undefined;
  const url = urlOf(values.SLACK_API_URL);
  if (appToken) return { botToken, mode: { kind: "socket", appToken }, ...url };
  if (signingSecret) return { botToken, mode: { kind: "http", signingSecret, port: values.PORT, host: values.HOST }, ...url };
  return undefined;
}

function urlOf(apiUrl: string | undefined): { apiUrl?: string } {
  return apiUrl === undefined ? {} : { apiUrl };
}
