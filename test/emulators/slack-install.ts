import type { Answer, Args, Method } from "./slack-methods.ts";
import { APP_ID, BOT_USER, type SlackState } from "./slack-state.ts";

/** What the emulated app is known by. */
export const CLIENT_ID = "1111.2222";
export const CLIENT_SECRET = "emulator-client-secret";

/** How long a token lives with token rotation, in seconds. https://docs.slack.dev/authentication/using-token-rotation */
const ROTATED_SECONDS = 43_200;

/**
 * `oauth.v2.access`: a code or a refresh token for a bot token, each once. A code for an id that begins with E is an organisation's.
 * https://docs.slack.dev/reference/methods/oauth.v2.access
 */
export const installMethods: Readonly<Record<string, Method>> = {
  "oauth.v2.access": {
    args: ["client_id", "client_secret", "code", "redirect_uri", "grant_type", "refresh_token"],
    token: "none",
    run(args, state) {
      if (args["client_id"] !== CLIENT_ID || args["client_secret"] !== CLIENT_SECRET) return { ok: false, error: "bad_client_secret" };
      return args["grant_type"] === "refresh_token" ? renew(args, state) : exchange(args, state);
    },
  },
};

function exchange(args: Args, state: SlackState): Answer {
  const code = String(args["code"]);
  const team = state.codes.get(code);
  if (team === undefined) return { ok: false, error: "invalid_code" };
  state.codes.delete(code);
  return {
    ok: true,
    app_id: APP_ID,
    authed_user: { id: "UINSTALLER" },
    scope: [...state.scopes].join(","),
    token_type: "bot",
    ...issue(team, state),
    bot_user_id: BOT_USER,
    ...(team.startsWith("E")
      ? { team: null, enterprise: { id: team, name: "Organisation" }, is_enterprise_install: true }
      : { team: { id: team, name: `Team ${team}` }, enterprise: null, is_enterprise_install: false }),
  };
}

function renew(args: Args, state: SlackState): Answer {
  const found = [...state.tokens.values()].find(({ refresh }) => refresh !== undefined && refresh === args["refresh_token"]);
  if (!found) return { ok: false, error: "invalid_refresh_token" };
  delete found.refresh;
  return { ok: true, app_id: APP_ID, token_type: "bot", ...issue(found.team, state), team: { id: found.team, name: "Team" } };
}

function issue(team: string, state: SlackState): { access_token: string; refresh_token?: string; expires_in?: number } {
  const token = state.nextId(`xoxb-${team}-`);
  if (!state.rotatesTokens) {
    state.tokens.set(token, { team });
    return { access_token: token };
  }
  const refresh = state.nextId("xoxe-1-");
  state.tokens.set(token, { team, refresh });
  return { access_token: token, refresh_token: refresh, expires_in: ROTATED_SECONDS };
}
