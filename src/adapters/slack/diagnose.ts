import { webApi } from "@slack/bolt";
import { clockFinding, type Finding } from "../../core/finding.ts";
import type { SlackTransport } from "./app.ts";
import { fetchInTime } from "./paced-fetch.ts";
import { SCOPES } from "./scopes.ts";
import { startError } from "./sign-in.ts";

/** What is checked, and where Slack is. */
export type SlackAccess = SlackTransport & { apiUrl?: string };

/** What Slack says beside its answers. */
interface Headers {
  date: string | null;
  scopes: string | null;
  receivedAt: number;
}

/**
 * Looks whether the tokens are accepted, whether the bot has the permissions that the manifest asks for, and whether the clock is
 * right. It calls only what changes nothing. `now` gives epoch milliseconds.
 */
export async function diagnoseSlack(access: SlackAccess, now: () => number): Promise<Finding[]> {
  let heard: Headers | undefined;
  const fetchAndHear: typeof fetchInTime = async (url, init) => {
    const response = await fetchInTime(url, init);
    heard = { date: response.headers.get("date"), scopes: response.headers.get("x-oauth-scopes"), receivedAt: now() };
    return response;
  };
  const client = (token?: string): webApi.WebClient =>
    new webApi.WebClient(token, {
      // It would write to the console what the findings say anyway.
      logLevel: webApi.LogLevel.ERROR,
      fetch: fetchAndHear,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      ...(access.apiUrl === undefined ? {} : { slackApiUrl: access.apiUrl }),
    });
  const findings: Finding[] = [];
  if ("botToken" in access) {
    const bot = await tokenFinding("bot token", "SLACK_BOT_TOKEN", () => client(access.botToken).auth.test());
    findings.push(bot, scopesFinding(bot, heard?.scopes));
  }
  if ("appToken" in access) {
    // It gives an address to connect to; nothing is connected before somebody does.
    findings.push(await tokenFinding("app-level token", "SLACK_APP_TOKEN", () => client(access.appToken).apps.connections.open()));
  } else {
    findings.push({ what: "Slack, signing secret", skipped: "only a request of Slack's can show whether SLACK_SIGNING_SECRET is right" });
  }
  if ("clientId" in access) findings.push(await clientFinding(access, client()));
  findings.push(clockFinding("Slack", heard?.date, heard?.receivedAt ?? now()));
  return findings;
}

async function tokenFinding(name: string, variable: string, call: () => Promise<unknown>): Promise<Finding> {
  const what = `Slack, ${name}`;
  try {
    await call();
    return { what };
  } catch (error) {
    return { what, problem: messageOf(startError(error, name, variable)) };
  }
}

/** Slack tells with every answer which scopes the token has. https://docs.slack.dev/authentication/installing-with-oauth */
function scopesFinding(token: Finding, header: string | null | undefined): Finding {
  const what = "Slack, permissions (scopes)";
  if (token.problem !== undefined) return { what, skipped: "the bot token must be right first" };
  if (typeof header !== "string") return { what, skipped: "Slack did not say which ones the token has" };
  const granted = new Set(header.split(",").map((scope) => scope.trim()));
  const missing = SCOPES.filter(({ name }) => !granted.has(name));
  const needed = missing.filter(({ optional }) => !optional).map(({ name }) => name);
  const declined = missing.filter(({ optional }) => optional).map(({ name }) => name);
  if (needed.length > 0) {
    return {
      what,
      problem: `${needed.join(", ")} missing: paste manifest.json into the app's settings (App Manifest) and install the app again`,
    };
  }
  return {
    what,
    ...(declined.length > 0 && { note: `without the optional ${declined.join(", ")}; docs/slack.md says what they are for` }),
  };
}

/** A code that nobody was given is refused as such only to an app that Slack knows. https://docs.slack.dev/reference/methods/oauth.v2.access */
async function clientFinding(
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  client: webApi.WebClient,
): Promise<Finding> {
  const what = "Slack, client id and secret";
  try {
    await client.oauth.v2.access({ client_id: clientId, client_secret: clientSecret, code: "none" });
    return { what };
  } catch (error) {
    const isKnown = error instanceof webApi.WebAPIPlatformError && error.data.error === "invalid_code";
    return isKnown ? { what } : { what, problem: messageOf(startError(error, "client", "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET")) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
