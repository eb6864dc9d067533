/** How far the emulator goes in one route. */
interface Coverage {
  status: "supported" | "partial";
  note: string;
}

/** What of Discord's REST API is emulated; of its gateway, what `Gateway` in discord-gateway.ts offers. A test keeps the list of routes equal to what the emulator answers. Everything else is a failure. */
export const discordCoverage: Readonly<Record<string, Coverage>> = {
  "GET /gateway/bot": { status: "supported", note: "advises as many shards as a test wants" },
  "GET /applications/@me": { status: "partial", note: "id, public key, flags, endpoint, ways to install" },
  "GET /applications/:application/commands": { status: "supported", note: "localizations only where asked for" },
  "PUT /applications/:application/commands": {
    status: "partial",
    note: "chat commands whose options are subcommands with text and channel options; entries of menus",
  },
  "POST /users/@me/channels": { status: "supported", note: "one conversation per person" },
  "GET /channels/:channel": { status: "supported", note: "" },
  "GET /channels/:channel/messages": { status: "partial", note: "before and limit; empty without the right to read the history" },
  "POST /channels/:channel/messages": {
    status: "partial",
    note: "Components V2 with text displays, buttons and text selects; ids of components; replies; enforce_nonce for three minutes; no embeds, files or plain content",
  },
  "POST /interactions/:interaction/:token/callback": {
    status: "partial",
    note: "message, update, both deferred, autocomplete and modals of labelled inputs; 10062 after the deadline, 40060 on the second",
  },
  "PATCH /webhooks/:application/:token/messages/@original": {
    status: "supported",
    note: "fills a deferred message or replaces the pressed one",
  },
  "POST /webhooks/:application/:token": { status: "supported", note: "public or for one person" },
};
