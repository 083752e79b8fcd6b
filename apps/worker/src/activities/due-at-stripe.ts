const HOUR_MS = 60 * 60_000;

/**
 * Stripe takes only a date that lies ahead, and one that is due at once, or that Stripe was away for, is due by now: there it
 * is due within two hours. On the hour, so that a repeat mostly says the same.
 */
export function dueAtStripe(dueAt: Date): Date {
  const soonestMs = Math.ceil((Date.now() + HOUR_MS) / HOUR_MS) * HOUR_MS;
  return new Date(Math.max(dueAt.getTime(), soonestMs));
}
