/** How attempts to deliver are spread over time. All durations are milliseconds. */
export interface RetryPolicy {
  /** So many failed attempts, then it is given up. Waiting because the platform asks for it is no failure. */
  attempts: number;
  /** The pause after the first failure; each further one doubles it. */
  firstPauseMs: number;
  longestPauseMs: number;
  /** The share of a pause that chance adds, so that what failed together is not tried again together. */
  jitter: number;
  /**
   * When an attempt counts as lost with its process. A message that is still on its way then would be missed when it is looked
   * for, so no call of an adapter may take more than half of it, and none begins in the second half (a process that was
   * suspended, a machine that is overloaded).
   */
  attemptMs: number;
  /** The least time before a platform that gave no clear answer is asked whether the message is there. */
  settleMs: number;
}

/** The bot's own. Eight attempts take about ten minutes. */
export const RETRY_POLICY: RetryPolicy = {
  attempts: 8,
  firstPauseMs: 5_000,
  longestPauseMs: 15 * 60_000,
  jitter: 0.25,
  attemptMs: 60_000,
  settleMs: 15_000,
};

/** The pause after so many failures, in milliseconds; `random` is between 0 and 1. */
export function pauseAfter(failures: number, policy: RetryPolicy, random: number): number {
  const pause = Math.min(policy.firstPauseMs * 2 ** (failures - 1), policy.longestPauseMs);
  return Math.round(pause * (1 + policy.jitter * random));
}
