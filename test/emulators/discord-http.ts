import { ROUTES, type RouteContext } from "./discord-routes.ts";
import type { State } from "./discord-state.ts";

/** A request as Discord signs it, for what a test wants to change in it. */
export interface SignedRequest {
  body: string;
  timestamp: string;
  signature: string;
}

/** Signs a body as Discord does. `at` is epoch milliseconds. https://docs.discord.com/developers/interactions/overview */
export function signRequest({ keys }: State, body: object | string, at: number = Date.now()): SignedRequest {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const timestamp = String(Math.floor(at / 1000));
  return { body: text, timestamp, signature: keys.sign(timestamp + text) };
}

/** Sends a signed request. */
export function sendSigned(address: string, { body, timestamp, signature }: SignedRequest): Promise<Response> {
  const headers = { "content-type": "application/json", "x-signature-ed25519": signature, "x-signature-timestamp": timestamp };
  return fetch(address, { method: "POST", headers, body });
}

/** Posts an interaction to the bot and takes the body of its answer for the first response. */
export async function postInteraction(address: string, interaction: object, context: RouteContext): Promise<void> {
  const { id, token } = interaction as { id: string; token: string };
  try {
    const response = await sendSigned(address, signRequest(context.state, interaction));
    // Answered elsewhere, or not at all.
    if (response.status === 202) return;
    if (response.status !== 200) return void context.state.failures.push(`interaction ${id} was answered with ${response.status}`);
    const body = (await response.json()) as Record<string, unknown>;
    const taken = ROUTES["POST /interactions/:interaction/:token/callback"]?.answer(
      { ids: [id, token], body, query: new URLSearchParams() },
      context,
    );
    const isRepeat = (taken?.body as { code?: number } | undefined)?.code === 40_060;
    if (taken?.status !== 204 && !isRepeat) context.state.failures.push(`interaction ${id}: ${JSON.stringify(taken?.body)}`);
  } catch (error) {
    context.state.failures.push(`interaction ${id} did not arrive: ${error}`);
  }
}
