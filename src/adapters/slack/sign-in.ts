import { webApi } from "@slack/bolt";
import { ConfigError } from "../../core/errors.ts";
import { failureOf } from "./post.ts";

/**
 * The team that a bot token belongs to.
 * @throws {ConfigError} when Slack refuses the token or cannot be reached.
 */
export async function signIn(client: webApi.WebClient): Promise<string> {
  const answer = await client.auth.test().catch((error: unknown) => {
    throw startError(error, "bot token", "SLACK_BOT_TOKEN");
  });
  return answer.team_id ?? "";
}

/** What keeps the bot from starting, as a line that says what to look at. Anything but a failed call is passed on. */
export function startError(error: unknown, token: string, variable: string): unknown {
  if (error instanceof webApi.WebAPIPlatformError)
    return new ConfigError([`Slack refuses the ${token} (${error.data.error}): check ${variable}`]);
  if (error instanceof webApi.WebAPIRequestError || error instanceof webApi.WebAPIHTTPError) {
    return new ConfigError([`Slack cannot be reached (${failureOf(error).reason}): check the network and SLACK_API_URL`]);
  }
  return error;
}
