import { setTimeout as wait } from "node:timers/promises";

/** The pause between two tries is a random time up to this, in milliseconds, so that two processes do not keep meeting. */
const PAUSE_MS = 20;

/** SQLITE_BUSY: another connection holds the lock. */
const BUSY = 5;

/** True for SQLite's complaint that another connection holds the lock it needs. */
export function isBusy(error: unknown): boolean {
  const code = (error as { errcode?: unknown }).errcode;
  return typeof code === "number" && (code & 0xff) === BUSY;
}

/**
 * Tries again while SQLite is busy, for up to `patienceMs`, without standing still. SQLite's own waiting blocks the only
 * thread, and a platform that is not answered within three seconds tells the person that the bot is broken.
 */
export async function whenFree<T>(run: () => T | Promise<T>, patienceMs: number, mayRepeat: () => boolean = () => true): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!isBusy(error) || !mayRepeat() || performance.now() > deadline) throw error;
      await wait(Math.random() * PAUSE_MS);
    }
  }
}
