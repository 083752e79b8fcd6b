export type Backoff = { firstDelayMs: number; longestDelayMs: number };

/** The wait before the next attempt, doubling with each failure up to the longest. */
export function retryDelayMs({ firstDelayMs, longestDelayMs }: Backoff, failedAttempts: number): number {
  return Math.min(firstDelayMs * 2 ** (failedAttempts - 1), longestDelayMs);
}
