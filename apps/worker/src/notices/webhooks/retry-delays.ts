const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

const DELAYS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  10 * HOUR_MS,
] as const;

/** Up to this much is added, so that a receiver that comes back is not met by everything at once. */
const SPREAD = 0.1;

/** How long to wait after so many tries of one message that all failed; null: given up, after more than a day. */
export function retryDelayMs(failedTries: number): number | null {
  const delayMs = DELAYS_MS[failedTries - 1];
  return delayMs === undefined ? null : Math.round(delayMs * (1 + Math.random() * SPREAD));
}
