const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * Between tries under the same key: five, fewer where Stripe lets each of them wait. The first repeat comes at once, so
 * that a lost answer is found again while somebody still waits for it.
 */
export const SAME_KEY_DELAYS_MS: readonly number[] = [1, 4, 15, 40].map((seconds) => seconds * SECOND_MS);

/** The longest that one try can take: above the time limit of the HTTP call, which it ends when the worker died. */
export const TRY_LIMIT_MS = 30 * SECOND_MS;

const ROUND_LIMIT_MS = 2 * MINUTE_MS;

/** Whether one more try ends before the tries under this key have taken two minutes, even if it hangs. */
export function fitsIntoRound({ elapsedMs, delayMs }: { elapsedMs: number; delayMs: number }): boolean {
  return elapsedMs + delayMs + TRY_LIMIT_MS <= ROUND_LIMIT_MS;
}

/** How long the payer may take to confirm a payment before it is given up. */
export const PAYER_PATIENCE_MS = 7 * DAY_MS;

/** After `rounds` in which Stripe gave no usable answer: growing to ten minutes. */
export function roundDelayMs(rounds: number): number {
  return Math.min(MINUTE_MS * 2 ** Math.min(rounds, 10), 10 * MINUTE_MS);
}

/**
 * How long to wait for news before looking at Stripe, since a webhook may never come: a minute, growing to an hour,
 * and once a day when it has taken a week.
 */
export function lookDelayMs({ looks, waitedMs }: { looks: number; waitedMs: number }): number {
  if (waitedMs >= PAYER_PATIENCE_MS) return DAY_MS;
  return Math.min(MINUTE_MS * 2 ** Math.min(looks, 10), HOUR_MS);
}

/** How often to look whether the payer has confirmed a payment: after 15 seconds, growing to six hours. */
export function payerLookDelayMs(looks: number): number {
  return Math.min(15 * SECOND_MS * 2 ** Math.min(looks, 12), 6 * HOUR_MS);
}

/** Before a process is started again that has ended without having decided anything: seconds, growing to ten minutes. */
export function restartDelayMs(starts: number): number {
  return Math.min(5 * SECOND_MS * 2 ** Math.min(starts, 10), 10 * MINUTE_MS);
}
