import { setTimeout as pause } from "node:timers/promises";
import type { SocketModeReceiver } from "@slack/bolt";
import type { Logger } from "pino";
import { textAt } from "./fields.ts";

type SocketClient = SocketModeReceiver["client"];

/** Waits before the first, second … attempt to connect again; the last one is repeated. The first is for a refresh by Slack. */
const RECONNECT_DELAYS_MS: readonly number[] = [0, 1_000, 2_000, 5_000, 10_000, 30_000];

/** How long a new socket may stay without Slack's `hello` before it counts as failed. */
const HELLO_DEADLINE_MS = 15_000;

/** How long stopping waits for Slack to answer our closing of the socket. */
const CLOSE_DEADLINE_MS = 2_000;

/**
 * Keeps the Socket Mode client connected. Slack refreshes each connection every few hours, and the client's own reconnect
 * leaves a gap of `clientPingTimeout`, 5 s by default, in which everything that people do is lost or late.
 */
export function keepConnected(client: SocketClient, log: Logger) {
  const stopping = new AbortController();
  let connected = false;
  let opening: Promise<unknown> = Promise.resolve();
  client.on("disconnected", () => {
    if (!connected) return;
    connected = false;
    if (!stopping.signal.aborted) void reconnect();
  });

  async function open(start: () => Promise<unknown>): Promise<void> {
    const tooLong = setTimeout(() => void client.disconnect(), HELLO_DEADLINE_MS);
    const started = start();
    opening = started.catch(() => {});
    try {
      await started;
      connected = true;
    } finally {
      clearTimeout(tooLong);
    }
  }

  async function reconnect(): Promise<void> {
    for (let attempt = 0; !stopping.signal.aborted && !connected; attempt += 1) {
      await pause(RECONNECT_DELAYS_MS[Math.min(attempt, RECONNECT_DELAYS_MS.length - 1)], undefined, { signal: stopping.signal }).catch(
        () => {},
      );
      if (stopping.signal.aborted) return;
      await open(() => client.start()).catch((error: unknown) => {
        log.warn({ attempt, reason: textAt(error, "message") ?? "closed" }, "Slack cannot be reached, trying again");
      });
    }
    // Stopped while a socket was being opened: it must not outlive the adapter.
    if (stopping.signal.aborted) void client.disconnect();
  }

  return {
    isConnected: () => connected,
    /** Opens the connection; fails when Slack refuses it. */
    start: open,
    /** Opens the connection, now or when Slack allows it. */
    keep: () => void reconnect(),
    async stop(stop: () => Promise<unknown>): Promise<void> {
      stopping.abort();
      const deadline = new AbortController();
      const overdue = (): Promise<boolean> =>
        pause(CLOSE_DEADLINE_MS, undefined, { signal: deadline.signal }).then(
          () => true,
          () => false,
        );
      // A client that is told to stop while it connects would keep the timers of the connection, and with them the process.
      await Promise.race([opening, overdue()]);
      const closed = new Promise<false>((resolve) => client.once("disconnected", () => resolve(false)));
      await stop();
      if (await Promise.race([closed, overdue()])) void client.disconnect();
      deadline.abort();
    },
  };
}
