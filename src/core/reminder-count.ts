import type { ReminderStore } from "./ports.ts";
import type { Reminder } from "./reminder.ts";

/**
 * How many people of the workspace finished what a last call is about; undefined for every other kind, and on Discord, whose
 * accounts belong to no server.
 */
export async function completedFor({ kind, to }: Reminder, store: Pick<ReminderStore, "completed">): Promise<number | undefined> {
  if (kind !== "last-call" || to.platform === "discord") return undefined;
  return store.completed(to.platform, to.workspace, "linkedin");
}
