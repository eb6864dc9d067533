import { describe, expect, it } from "vitest";
import { redact } from "../src/log.ts";

describe("redact", () => {
  it.each([
    ["a Slack bot token", "xoxb-123-456-abcDEF"],
    ["a Slack user token", "xoxp-123-456-abcDEF"],
    ["a Slack app token", "xapp-1-A1-123-abcdef"],
    ["a Discord token", "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs-abcde"],
  ])("removes %s wherever it stands", (_what, secret) => {
    for (const text of [secret, `{"err":{"message":"bad ${secret}"}}`, `at call (${secret})`]) {
      expect(redact(text)).not.toContain(secret);
      expect(redact(text)).toContain("[redacted]");
    }
  });

  it("removes secrets by what stands before them", () => {
    expect(redact('{"authorization":"Bearer abcdefghijkl"}')).toBe('{"authorization":"Bearer [redacted]"}');
    expect(redact("Authorization: Bot abcdefghijkl")).toBe("Authorization: Bot [redacted]");
    expect(redact('"signingSecret":"0123456789abcdef"')).toBe('"signingSecret":"[redacted]"');
    expect(redact("postgres://bot:hunter22@db/bot")).toBe("postgres://bot:[redacted]@db/bot");
    expect(redact("postgres://:hunter22@db/bot")).toBe("postgres://:[redacted]@db/bot");
  });

  it("leaves ordinary lines as they are", () => {
    const line = '{"level":30,"time":1,"platforms":["slack"],"msg":"ready"}';
    expect(redact(line)).toBe(line);
  });
});
