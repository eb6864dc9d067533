import { describe, expect, it, onTestFinished } from "vitest";
import { diagnoseSlack, type SlackAccess } from "../../../src/adapters/slack/diagnose.ts";
import { SCOPE_NAMES } from "../../../src/adapters/slack/scopes.ts";
import { startSlack } from "../../emulators/slack.ts";
import { CLIENT_ID, CLIENT_SECRET } from "../../emulators/slack-install.ts";

/** A Slack on which all is well, and what is found there as `name: problem`. */
async function start() {
  const slack = await startSlack();
  onTestFinished(() => slack.close());
  for (const scope of SCOPE_NAMES) slack.state.scopes.add(scope);
  const tokens = { botToken: slack.botToken, appToken: slack.appToken };
  const look = (access: SlackAccess = tokens) => diagnoseSlack({ apiUrl: slack.apiUrl, ...access }, Date.now);
  const problems = async (access?: SlackAccess) =>
    Object.fromEntries((await look(access)).flatMap(({ what, problem }) => (problem === undefined ? [] : [[what, problem]])));
  return { slack, tokens, look, problems };
}

describe("a look at Slack", () => {
  it("finds all well, and calls nothing that changes anything", async () => {
    const { slack, look } = await start();
    expect(await look()).toEqual([
      { what: "Slack, bot token" },
      { what: "Slack, permissions (scopes)" },
      { what: "Slack, app-level token" },
      { what: "clock, against Slack's" },
    ]);
    expect(slack.state.calls.map(({ method }) => method)).toEqual(["auth.test", "apps.connections.open"]);
  });

  it("says which token is refused, and what of the rest could not be looked at", async () => {
    const { look, tokens, problems } = await start();
    const access = { botToken: "xoxb-of-somebody-else", appToken: "xapp-of-somebody-else" };
    expect(await problems(access)).toEqual({
      "Slack, bot token": "Slack refuses the bot token (invalid_auth): check SLACK_BOT_TOKEN",
      "Slack, app-level token": "Slack refuses the app-level token (invalid_auth): check SLACK_APP_TOKEN",
    });
    expect(await look({ ...tokens, botToken: "xoxb-x" })).toContainEqual({
      what: "Slack, permissions (scopes)",
      skipped: "the bot token must be right first",
    });
  });

  it("names permissions that are missing, and of the optional ones only that they are", async () => {
    const { slack, look, problems } = await start();
    slack.state.scopes.delete("groups:history");
    expect(await look()).toContainEqual({
      what: "Slack, permissions (scopes)",
      note: "without the optional groups:history; docs/slack.md says what they are for",
    });
    slack.state.scopes.delete("users:read");
    expect(await problems()).toEqual({
      "Slack, permissions (scopes)": expect.stringMatching(/^users:read missing: .*install the app again/),
    });
  });

  it.each([
    [10 * 60_000, /^it is (599|600|601) s behind: /],
    [-10 * 60_000, /^it is (599|600|601) s ahead: /],
  ])("finds a clock that Slack's is %i ms from", async (off, said) => {
    const { slack, problems } = await start();
    slack.state.clock = () => Date.now() + off;
    expect(await problems()).toEqual({ "clock, against Slack's": expect.stringMatching(said) });
  });

  it("says that Slack is not reached", async () => {
    const { slack, tokens, problems } = await start();
    await slack.close();
    expect((await problems(tokens))["Slack, bot token"]).toMatch(/^Slack cannot be reached .*check the network and SLACK_API_URL/);
  });

  it("tries the client's secret, and says that a signing secret cannot be tried", async () => {
    const { look, problems } = await start();
    const access = { signingSecret: "s", clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, tokenKeys: [] };
    expect(await problems(access)).toEqual({});
    expect(await look(access)).toContainEqual({ what: "Slack, signing secret", skipped: expect.stringContaining("SLACK_SIGNING_SECRET") });
    expect(await problems({ ...access, clientSecret: "wrong" })).toEqual({
      "Slack, client id and secret": expect.stringContaining("bad_client_secret"),
    });
  });
});
