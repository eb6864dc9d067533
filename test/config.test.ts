import { describe, expect, it } from "vitest";
import { readConfig } from "../src/config.ts";
import { ConfigError } from "../src/core/errors.ts";

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe("readConfig", () => {
  it("needs nothing: without tokens there is no platform", () => {
    const config = readConfig({ PATH: "/bin", SLACK_BOT_TOKEN: " " });
    expect(config).toMatchObject({ logLevel: "info" });
    expect(config.slack).toBeUndefined();
    expect(config.discord).toBeUndefined();
  });

  it("takes Slack by Socket Mode or by HTTP", () => {
    expect(readConfig({ SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" }).slack).toEqual({
      mode: "socket",
      botToken: "xoxb-1",
      appToken: "xapp-1",
    });
    const byHttp = readConfig({ SLACK_BOT_TOKEN: "xoxb-1", SLACK_SIGNING_SECRET: "s", PORT: "8080" });
    expect(byHttp.slack).toEqual({ mode: "http", botToken: "xoxb-1", signingSecret: "s" });
    expect(byHttp.http).toEqual({ host: "127.0.0.1", port: 8080 });
  });

  describe("for Slack in many workspaces", () => {
    const key = Buffer.alloc(32, 1).toString("base64");
    const older = Buffer.alloc(32, 2).toString("base64");
    const many = { SLACK_CLIENT_ID: "1.2", SLACK_CLIENT_SECRET: "c", SLACK_SIGNING_SECRET: "s", SLACK_TOKEN_KEY: key };

    it("takes the app's secrets and the keys of the tokens", () => {
      expect(readConfig({ ...many, SLACK_TOKEN_KEY: `${key}, ${older}` }).slack).toEqual({
        mode: "oauth",
        clientId: "1.2",
        clientSecret: "c",
        signingSecret: "s",
        tokenKeys: [Buffer.alloc(32, 1), Buffer.alloc(32, 2)],
      });
    });

    it.each(Object.keys(many).filter((name) => name !== "SLACK_SIGNING_SECRET"))("names what is missing beside %s", (name) => {
      const problems = problemsOf({ [name]: many[name as keyof typeof many] });
      const missing = Object.keys(many).filter((other) => other !== name);
      expect(problems.map((problem) => problem.split(" ", 1)[0]).sort()).toEqual(missing.sort());
    });

    it("does not take a token for one beside it", () => {
      expect(problemsOf({ ...many, SLACK_BOT_TOKEN: "xoxb-1" })).toEqual([expect.stringMatching(/^SLACK_BOT_TOKEN is for one workspace/)]);
    });

    it.each(["short", "", `${key},short`, "a".repeat(64)])("refuses %j as a key without telling it", (value) => {
      const problems = problemsOf({ ...many, SLACK_TOKEN_KEY: value });
      expect(problems[0]).toMatch(/^SLACK_TOKEN_KEY/);
      if (value) expect(problems.join()).not.toContain(value);
    });
  });

  it("keeps the data in a file unless it is given the address of a server", () => {
    expect(readConfig({ DATA_DIR: "/srv/bot" }).database).toBe("/srv/bot/bot.sqlite");
    const url = "postgres://bot:hunter22@db.example/bot?sslmode=verify-full";
    expect(readConfig({ DATABASE_URL: url }).database).toBe(url);
    const [problem] = problemsOf({ DATABASE_URL: "mysql://bot:hunter22@db.example/bot" });
    expect(problem).toMatch(/^DATABASE_URL must be an address like postgres:/);
    expect(problem).not.toContain("hunter22");
  });

  it("names each half of a pair that is missing", () => {
    expect(problemsOf({ SLACK_BOT_TOKEN: "xoxb-1" })).toEqual([expect.stringMatching(/^SLACK_APP_TOKEN is missing/)]);
    expect(problemsOf({ SLACK_APP_TOKEN: "xapp-1" })).toEqual([expect.stringMatching(/^SLACK_BOT_TOKEN is missing: SLACK_APP_TOKEN/)]);
    expect(problemsOf({ SLACK_SIGNING_SECRET: "s" })).toEqual([expect.stringMatching(/^SLACK_BOT_TOKEN is missing/)]);
  });

  it("names every wrong value, one line each", () => {
    expect(problemsOf({ LOG_LEVEL: "loud", PORT: "http", SLACK_BOT_TOKEN: "token", SLACK_API_URL: "slack" })).toEqual([
      expect.stringMatching(/^LOG_LEVEL must be fatal/),
      expect.stringMatching(/^PORT must be a port number/),
      expect.stringMatching(/^SLACK_BOT_TOKEN must begin with xoxb-/),
      expect.stringMatching(/^SLACK_API_URL must be an http/),
      expect.stringMatching(/^SLACK_APP_TOKEN is missing/),
    ]);
  });
});
