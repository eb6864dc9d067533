import type { webApi } from "@slack/bolt";
import type { Logger } from "pino";
import { SUGGESTED_PROMPTS } from "./limits.ts";
import type { Origin } from "./origin.ts";
import { failureOf } from "./post.ts";

// The assistant pane is a thread in the direct messages. Bolt's own `Assistant` is not used: it reads the thread's history before
// each message for the context of a channel that we have no use for, and wants the token before the event is acknowledged.

/** Says in the pane that an answer is being looked up; Slack takes it away with the next message. Elsewhere there is no such line. */
export async function showThinking({ via, channel, thread }: Origin, client: webApi.WebClient, status: string): Promise<void> {
  if (via !== "message" || thread === undefined) return;
  // A workspace without the pane refuses it, and nothing is lost.
  await client.assistant.threads.setStatus({ channel_id: channel, thread_ts: thread, status }).catch(() => {});
}

/** Offers questions to be tapped, the first ones. */
export async function suggest(questions: readonly string[], origin: Origin, client: webApi.WebClient, log: Logger): Promise<void> {
  if (origin.via !== "assistant" || origin.thread === undefined) return;
  const prompts = questions.slice(0, SUGGESTED_PROMPTS).map((question) => ({ title: question, message: question }));
  const [first, ...others] = prompts;
  if (!first) return;
  await client.assistant.threads
    .setSuggestedPrompts({ channel_id: origin.channel, thread_ts: origin.thread, prompts: [first, ...others] })
    .catch((error: unknown) => log.warn({ reason: failureOf(error).reason }, "no questions could be suggested"));
}
