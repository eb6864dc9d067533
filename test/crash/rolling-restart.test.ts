import { expect, it } from "vitest";
import { newServerDatabase } from "../reminders/databases.ts";
import { restartRolling } from "./rolling-restart.ts";

// A short run of the script; its figures are in docs/reliability.md.
it("loses and doubles nothing while a web and a worker process are restarted under traffic", { timeout: 60_000 }, async () => {
  const { requests, reminders, ...result } = await restartRolling(await newServerDatabase(), {
    restarted: ["web", "worker"],
    rounds: 1,
    perSecond: 10,
  });
  expect(result).toEqual({
    restarts: 2,
    codes: [0],
    slowestStopMs: expect.any(Number),
    unacknowledged: 0,
    lost: 0,
    doubled: 0,
    held: [],
  });
  expect(Math.min(requests, reminders)).toBeGreaterThan(20);
});
