import { isKeySpent } from '@drawdown/payments';

/** More than are ever spent: each call finds a good one at once, or fails at a new one. */
const KEYS_AT_MOST = 100;

type Writing<Written> = {
  /** The key of the first try. */
  step: string;
  /** How often the workflow has been let down before; absent in calls of before that was counted. */
  round?: number | undefined;
  /** What an earlier try has made without our hearing of it; left out where `write` looks for itself. */
  look?: (spentKeys: number) => Promise<Written | null>;
  write: (idempotencyKey: string) => Promise<Written>;
};

/**
 * Writes something at Stripe once. The same key as long as it may still bring the answer, so that a lost one never makes a
 * second; another one only when that key is spent, and after a look at what came of it.
 */
export async function underFreshKey<Written>(writing: Writing<Written>): Promise<Written> {
  const { step, round = 0, look, write } = writing;
  for (let spent = 0; ; spent++) {
    const found = (await look?.(spent)) ?? null;
    if (found !== null) return found;
    try {
      return await write(round + spent === 0 ? step : `${step}:${round}.${spent}`);
    } catch (error) {
      if (!isKeySpent(error) || spent >= KEYS_AT_MOST) throw error;
    }
  }
}
