import { expect, it } from "vitest";
import { newFile, newServerDatabase } from "../reminders/databases.ts";
import { killDeliveries } from "./kill-deliveries.ts";

// A short run of the script on each platform and each database; its figures are in docs/reliability.md.
it.each([
  ["Slack", "SQLite", "slack", newFile],
  ["Discord", "PostgreSQL", "discord", newServerDatabase],
] as const)(
  "loses and doubles no delivery on %s and %s when processes are killed",
  { timeout: 90_000 },
  async (...[, , platform, newDatabase]) => {
    const options = { reminders: 40, kills: 3, processes: 2, history: true };
    const { sent, lost, doubled, failed, held } = await killDeliveries(await newDatabase(), platform, options);
    expect({ sent, lost, doubled, failed, held }).toEqual({ sent: 40, lost: 0, doubled: 0, failed: 0, held: [] });
  },
);
