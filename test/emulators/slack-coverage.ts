/** What the Slack emulator offers, and how far it goes. A test keeps the keys equal to what it serves. */
export const slackCoverage: Readonly<Record<string, string>> = {
  "auth.test": "bot token checked; revoked tokens refused",
  "apps.connections.open": "app-level token checked; gives a fresh socket address",
  "chat.postMessage": "content and metadata validated; channel, membership, archive, direct message by user id, threads",
  "chat.postEphemeral": "content validated; membership of both; in a thread without replies it stays unseen, as with Slack",
  "chat.update": "content validated; own messages only, never ephemeral ones",
  "conversations.history": "newest first, oldest, pages by cursor, metadata on request; scope by kind of channel; no latest, no inclusive",
  "conversations.open": "one conversation per user; scope im:write checked",
  "oauth.v2.access":
    "code and refresh token, each once; client id and secret checked; no user tokens; of an organisation the installation alone",
  "views.publish": "view validated; people of the token's team only; no hash",
  "assistant.threads.setSuggestedPrompts": "pane must be open; one to four prompts; scope assistant:write checked",
  "assistant.threads.setStatus": "pane must be open; the status does not fade by itself",
  "views.open": "view validated; a trigger serves once within 3 seconds; one answer to a form closes it, updates are not offered",
  "users.info": "admin and owner flags, locale, time zone; scope users:read checked",
  response_url: "5 uses, expiry, replace_original, in_channel and ephemeral; 30 minutes are a switch, not a clock",
};
