import type { IncomingMessage, ServerResponse } from "node:http";
import { type APIInteraction, InteractionResponseType, InteractionType } from "discord-api-types/v10";
import { type Intercept, readBody } from "../../http/incoming.ts";
import type { Respond } from "./respond.ts";
import type { Verify } from "./signature.ts";

/** Where Discord posts interactions to, on the bot's public address. */
export const INTERACTIONS_PATH = "/discord/interactions";

/** Bytes of a body. An interaction is a few kilobytes; a checked message with its embeds may have some ten. */
const MOST_BYTES = 256 * 1024;

/** What the endpoint works with. */
export interface EndpointParts {
  verify: Verify;
  /** Epoch milliseconds. */
  now(): number;
  /** Handles an interaction and calls `respond` at most once, within Discord's 3 seconds. */
  handle(interaction: APIInteraction, respond: Respond): Promise<void>;
}

/**
 * Interactions by HTTP, for those who run no gateway connection. Whatever Discord did not sign is answered with 401, which Discord
 * tests from time to time by sending wrong signatures. https://docs.discord.com/developers/interactions/overview
 */
export function createEndpoint({ verify, now, handle }: EndpointParts): Intercept {
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    if (incoming.method !== "POST") return end(outgoing, 405);
    const body = await readBody(incoming, MOST_BYTES);
    if (body === undefined) return end(outgoing, 413);
    const signed = { signature: header(incoming, "x-signature-ed25519"), timestamp: header(incoming, "x-signature-timestamp"), body };
    if (!verify(signed, now())) return end(outgoing, 401);
    const interaction = parse(body);
    if (interaction === undefined) return end(outgoing, 400);
    if (interaction.type === InteractionType.Ping) return send(outgoing, { type: InteractionResponseType.Pong });
    await handle(interaction, async (response) => send(outgoing, response));
    // Nothing is to be said: it was handled before, or it is of a kind that this version does not know.
    if (!outgoing.headersSent) end(outgoing, 202);
  };
  return (incoming, outgoing) => {
    if (incoming.url?.split("?", 1)[0] !== INTERACTIONS_PATH) return false;
    // What fails here is the connection; there is nobody left to be told.
    serve(incoming, outgoing).catch(() => outgoing.destroy());
    return true;
  };
}

function parse(body: Buffer): APIInteraction | undefined {
  try {
    const interaction: unknown = JSON.parse(body.toString());
    return typeof interaction === "object" && interaction !== null ? (interaction as APIInteraction) : undefined;
  } catch {
    return undefined;
  }
}

function header(incoming: IncomingMessage, name: string): string | undefined {
  const value = incoming.headers[name];
  return typeof value === "string" ? value : undefined;
}

function send(outgoing: ServerResponse, body: object): void {
  outgoing.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function end(outgoing: ServerResponse, status: number): void {
  // What remains of the request is not read any more.
  outgoing.writeHead(status, { connection: "close" }).end();
}
