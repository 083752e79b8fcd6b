import type { DeclineClass } from '../payments/index.ts';
import type { RetryPolicy } from './policy.ts';

/** What comes after a decline. `delaySeconds` counts from the decline. */
export type Next =
  | { kind: 'retry'; delaySeconds: number }
  | { kind: 'needs_card'; exhausted: boolean }
  | { kind: 'needs_payer' };

/** A kind of decline as far as it decides what comes next. `unknown`: a code that nobody has heard of. */
export type RetryKind = DeclineClass | 'unknown';

/** Stripe accepts nothing from a card that was declined too often, for a day. */
const COOL_OFF_SECONDS = 24 * 3600;

/**
 * What comes after the last of these declines, all with the same card and oldest first. An issuer that changes its mind
 * between kinds does not start a new schedule: every decline counts towards the position in the schedule of the last kind,
 * and a card that was once refused for good is not tried again by itself whatever a later attempt said.
 */
export function afterDecline(policy: RetryPolicy, declines: readonly RetryKind[]): Next {
  const last = declines.at(-1);
  if (last === undefined) return { kind: 'needs_card', exhausted: false };
  if (last === 'authentication') return { kind: 'needs_payer' };
  if (declines.includes('hard')) return { kind: 'needs_card', exhausted: false };
  const made = declines.length;
  switch (last) {
    case 'hard':
    case 'fix_card':
    case 'duplicate':
    case 'amount':
      return { kind: 'needs_card', exhausted: false };
    case 'cool_off':
      return notBefore(COOL_OFF_SECONDS, atPosition(policy.softIssuer, made));
    case 'soft_funds':
      return atPosition(policy.softFunds, made);
    case 'soft_issuer':
      return atPosition(policy.softIssuer, made);
    case 'unknown':
      // It may as well mean "never": one more attempt, not a schedule of them.
      return atPosition(policy.softIssuer.slice(0, 1), made);
    case 'soft_technical':
      return atPosition([...policy.softTechnical, ...policy.softIssuer], made);
  }
}

function atPosition(delays: readonly number[], made: number): Next {
  const delaySeconds = delays[made - 1];
  return delaySeconds === undefined
    ? { kind: 'needs_card', exhausted: true }
    : { kind: 'retry', delaySeconds };
}

function notBefore(leastSeconds: number, next: Next): Next {
  if (next.kind !== 'retry') return next;
  return { kind: 'retry', delaySeconds: Math.max(leastSeconds, next.delaySeconds) };
}
