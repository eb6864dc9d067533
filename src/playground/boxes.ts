import { randomUUID } from "node:crypto";
import type { Clock } from "../core/ports.ts";
import type { Box } from "./conversation.ts";

/** A visitor who did nothing for this long starts anew, in milliseconds. */
export const IDLE_MS = 30 * 60_000;

/** So many visitors at once; beyond it whoever was idle longest starts anew. */
export const MOST_VISITORS = 500;

/** One visitor's bot with its own time. */
export interface Visit {
  id: string;
  box: Box;
  /** The visitor's time, epoch milliseconds. */
  now: Clock;
  /** Moves the visitor's clock on; there is no way back. */
  advance(ms: number): void;
}

/** The bots of everybody who has the page open. */
export interface Boxes {
  /** The visit with this id, or a new one where it is unknown. */
  visit(id: string | undefined): Promise<Visit>;
  end(id: string): Promise<void>;
  close(): Promise<void>;
}

/** Gives each visitor a bot of their own, so that nobody sees or moves what another one does. */
export function createBoxes(open: (clock: Clock) => Promise<Box>, clock: Clock): Boxes {
  // In order of last use: a visit is put back at the end when it is used.
  const visits = new Map<string, Visit & { usedAt: number }>();

  const end = async (id: string): Promise<void> => {
    const visit = visits.get(id);
    visits.delete(id);
    await visit?.box.close();
  };

  const endIdle = async (): Promise<void> => {
    const now = clock();
    for (const { id, usedAt } of visits.values()) {
      if (now - usedAt < IDLE_MS && visits.size < MOST_VISITORS) return;
      await end(id);
    }
  };

  const begin = async (): Promise<Visit & { usedAt: number }> => {
    let ahead = 0;
    const now: Clock = () => clock() + ahead;
    const box = await open(now);
    const advance = (ms: number): void => {
      ahead += Math.max(0, ms);
    };
    return { id: randomUUID(), box, now, advance, usedAt: clock() };
  };

  return {
    async visit(id) {
      const known = id === undefined ? undefined : visits.get(id);
      if (!known) await endIdle();
      const visit = known ?? (await begin());
      visits.delete(visit.id);
      visits.set(visit.id, visit);
      visit.usedAt = clock();
      return visit;
    },
    end,
    async close() {
      await Promise.all([...visits.keys()].map(end));
    },
  };
}
