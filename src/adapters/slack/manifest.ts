import type { CommandDefinition } from "../../core/command-definitions.ts";
import { CHECK_SHORTCUT } from "./action-ids.ts";
import { SCOPE_NAMES, SCOPES } from "./scopes.ts";

/** The slash command. Slack has no subcommands: everything stands in the text after it. */
const SLASH_COMMAND = "/linkedin-ai";

/** Where Slack's requests arrive, below the public address. */
export const EVENTS_PATH = "/slack/events";

/** Where somebody begins to install the app into a workspace. */
export const INSTALL_PATH = "/slack/install";

/** Where Slack sends them back to. */
export const REDIRECT_PATH = "/slack/oauth_redirect";

/** What the bot hears of, and nothing else. https://docs.slack.dev/reference/events */
const EVENTS: readonly string[] = [
  "app_home_opened",
  "app_mention",
  "app_uninstalled",
  "assistant_thread_started",
  "message.channels",
  "message.groups",
  "message.im",
  "tokens_revoked",
];

/** How many characters Slack shows of a usage hint is not documented; it may have 1,000. */
const USAGE_HINT = 1_000;

/** What the manifest is made from. `address` is the public address without a slash at its end; without one it is for Socket Mode. */
export interface ManifestParts {
  commands: readonly CommandDefinition[];
  address?: string;
}

/**
 * The app's configuration as Slack imports it: https://docs.slack.dev/reference/app-manifest.
 * A manifest has one language, English; what people see in the conversation is in theirs.
 */
export function slackManifest({ commands, address }: ManifestParts) {
  const at = (path: string): string => `${address}${path}`;
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: "LinkedIn AI opt-out",
      description: "What LinkedIn and Meta do with your data for AI training, and how to opt out, step by step.",
      background_color: "#1d3d33",
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      assistant_view: { assistant_description: "Ask what LinkedIn and Meta do with your data for AI training. Answers name their source." },
      bot_user: { display_name: "linkedin-ai", always_online: true },
      shortcuts: [
        {
          type: "message",
          name: "Check this message",
          callback_id: CHECK_SHORTCUT,
          description: "What is known about the claims in this message",
        },
      ],
      slash_commands: [
        {
          command: SLASH_COMMAND,
          description: "Ask about LinkedIn, Meta and AI training, or opt out step by step",
          usage_hint: usageHint(commands),
          // Channels are named in `remind #channel …`: escaped, they come with their ids.
          should_escape: true,
          ...(address === undefined ? {} : { url: at(EVENTS_PATH) }),
        },
      ],
    },
    oauth_config: {
      ...(address === undefined ? {} : { redirect_urls: [at(REDIRECT_PATH)] }),
      // Slack wants the optional ones in both lists.
      scopes: { bot: SCOPE_NAMES, bot_optional: SCOPES.filter(({ optional }) => optional).map(({ name }) => name) },
    },
    settings: {
      event_subscriptions: { ...(address === undefined ? {} : { request_url: at(EVENTS_PATH) }), bot_events: EVENTS },
      interactivity: { is_enabled: true, ...(address === undefined ? {} : { request_url: at(EVENTS_PATH) }) },
      org_deploy_enabled: false,
      socket_mode_enabled: address === undefined,
      token_rotation_enabled: false,
    },
  };
}

/** `[your question] | optout | status | …`: what everyone may use; what admins may use is told to them by the bot. */
function usageHint(commands: readonly CommandDefinition[]): string {
  const names = commands.filter(({ name, audience }) => audience === "everyone" && name !== "ask").map(({ names }) => names.en);
  return ["[your question]", ...names].join(" | ").slice(0, USAGE_HINT);
}
