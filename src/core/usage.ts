import type { Clock, UsageStore } from "./ports.ts";
import type { Usage, UsageEvent, Workspace } from "./workspace.ts";

/** Counts are written together this often, in milliseconds: one write for each answer would slow all of them. */
export const FLUSH_MS = 30_000;

/** With so many different counts they are written at once, so that memory stays bounded. */
const MOST_KEPT = 1_000;

/** Counts what people do, by workspace and month. It never learns who they are. */
export interface UsageCounter {
  count(workspace: Workspace, event: UsageEvent, subject?: string): void;
  /** Writes what was counted; called before the counts are read and when the bot stops. Never throws. */
  flush(): Promise<void>;
}

/**
 * A counter that writes to the store at most every {@link FLUSH_MS}. What was counted since then is lost when the process is
 * killed: these are rough numbers, and no answer waits for them. `onTrouble` hears of failed writes, which are tried again.
 */
export function createUsageCounter(store: UsageStore, clock: Clock, onTrouble: (error: unknown) => void): UsageCounter {
  let kept = new Map<string, Workspace & Usage>();
  let flushedAt = clock();
  let writing = Promise.resolve();

  const add = ({ count, ...kind }: Workspace & Usage): void => {
    const key = JSON.stringify([kind.platform, kind.workspace, kind.month, kind.event, kind.subject]);
    kept.set(key, { ...kind, count: (kept.get(key)?.count ?? 0) + count });
  };

  const write = async (): Promise<void> => {
    const counted = [...kept.values()];
    kept = new Map();
    try {
      await store.addUsage(counted);
    } catch (error) {
      // A store that is away for long must not make the process grow.
      if (counted.length + kept.size < MOST_KEPT) for (const row of counted) add(row);
      onTrouble(error);
    }
  };

  const flush = (): Promise<void> => {
    flushedAt = clock();
    writing = writing.then(write);
    return writing;
  };

  return {
    count({ platform, workspace }, event, subject = "") {
      add({ platform, workspace, month: monthOf(clock()), event, subject, count: 1 });
      if (clock() - flushedAt >= FLUSH_MS || kept.size >= MOST_KEPT) void flush();
    },
    flush,
  };
}

/** The ISO year and month of a time, UTC. */
export function monthOf(time: number): string {
  return new Date(time).toISOString().slice(0, 7);
}
