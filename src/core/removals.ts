import type { InstallationStore } from "./ports.ts";

/** How often what could not be erased is tried again, in milliseconds. */
export const REMOVALS_RETRY_MS = 60_000;

/** Beyond this many the oldest are given up, so that memory stays bounded. */
const MOST_WAITING = 1_000;

type Removing = Pick<InstallationStore, "removeWorkspace" | "loseInstallation">;

/**
 * Remembers removals that the store could not carry out: a platform tells of each only once, and a database that is in trouble at
 * that moment must not keep for good what was to be erased. They are forgotten when the process ends.
 */
export function keepRemovals(store: Removing): Removing & { retry(): Promise<void> } {
  const waiting = new Set<() => Promise<unknown>>();
  const keeping =
    (remove: Removing["removeWorkspace"]): Removing["removeWorkspace"] =>
    async (workspace, goneAt, now) => {
      const run = () => remove(workspace, goneAt, now);
      try {
        return await run();
      } catch (error) {
        waiting.add(run);
        const [oldest] = waiting;
        if (oldest && waiting.size > MOST_WAITING) waiting.delete(oldest);
        throw error;
      }
    };
  return {
    removeWorkspace: keeping(store.removeWorkspace),
    loseInstallation: keeping(store.loseInstallation),
    /** Tries again what is waiting. Never throws: what fails once more goes on waiting. */
    async retry() {
      for (const run of waiting) {
        const done = await run().then(
          () => true,
          () => false,
        );
        if (done) waiting.delete(run);
      }
    },
  };
}
