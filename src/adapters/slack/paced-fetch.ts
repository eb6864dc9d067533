import { setTimeout as pause } from "node:timers/promises";
import type { webApi } from "@slack/bolt";
import { neverLeft } from "./post.ts";

/** A call that takes longer counts as failed. Without this the Web API client waits for ever. */
const CALL_TIMEOUT_MS = 10_000;

/** How often a call waits because Slack asks for it. Somebody who waits longer has gone. */
const MOST_WAITS = 3;

/** Pause before a call that never left this machine is made again. */
const UNREACHED_PAUSE_MS = 300;

type Fetch = webApi.FetchFunction;

/** `fetch` with a time limit, for the Web API and for `response_url`, which has none of its own in Bolt. */
export const fetchInTime: Fetch = (url, init) => fetch(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(CALL_TIMEOUT_MS) });

/**
 * `fetch` that keeps one workspace's calls to Slack's pace. After a 429 no further call of that method leaves before the time
 * that Slack named; other methods, and other workspaces with a fetch of their own, go on.
 * It repeats only what certainly had no effect: a 429, and a call that never got out. Anything else may have been carried out
 * although its answer was lost, and a second try would post twice.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
export function createPacedFetch(): Fetch {
  const notBefore = new Map<string, number>();
  return async (url, init) => {
    const method = String(url);
    for (let waits = 0; ; waits += 1) {
      const wait = (notBefore.get(method) ?? 0) - Date.now();
      if (wait > 0) await pause(wait);
      const response = await reach(url, init);
      const seconds = response.status === 429 ? Number(response.headers.get("retry-after")) : 0;
      if (!(seconds > 0) || waits === MOST_WAITS) return response;
      notBefore.set(method, Date.now() + seconds * 1000);
      // Unread answers would keep their connections.
      await response.text();
    }
  };
}

const reach: Fetch = async (url, init) => {
  try {
    return await fetchInTime(url, init);
  } catch (error) {
    if (!neverLeft(error)) throw error;
    await pause(UNREACHED_PAUSE_MS);
    return fetchInTime(url, init);
  }
};
