import type { AfterDecline, ChargeAttempt, Ledger } from '@drawdown/ledger';
import { type Decline, retryKindOf } from '@drawdown/shared/payments';
import { afterDecline, type RetryKind, type RetryPolicy } from '@drawdown/shared/retries';
import { rowMissing } from './row-missing.ts';

export type Declined = {
  chargeId: string;
  attempt: number;
  decline: Decline;
  at: Date;
  /** Tried in between: its decline leaves the schedule of the default card as it is. */
  isBackup: boolean;
};

/**
 * What comes after the decline of this attempt, by the policy that it is collected with and every decline of the same card before it.
 * Null when the charge has ended meanwhile.
 */
export async function afterThisDecline(ledger: Ledger, said: Declined): Promise<AfterDecline | null> {
  const facts = await ledger.collections.facts(said.chargeId);
  if (facts.state === 'ended') return null;
  const { attempts } = facts.charge;
  const present = attempts.find(({ number }) => number === said.attempt);
  if (!present) throw rowMissing('charge attempt');
  const earlier = attempts.filter(({ number }) => number < said.attempt);
  const before = earlier.findLast(({ decline }) => decline !== null);
  if (said.isBackup && before?.decline)
    return schedule(facts.policy, declinesWith(before, earlier), before.decidedAt ?? said.at);
  const declines = [...declinesWith(present, earlier), retryKindOf(said.decline)];
  return schedule(facts.policy, declines, said.at);
}

function schedule(policy: RetryPolicy, declines: RetryKind[], since: Date): AfterDecline {
  const next = afterDecline(policy, declines);
  return next.kind === 'retry'
    ? { kind: 'retry', at: new Date(since.getTime() + next.delaySeconds * 1000) }
    : next;
}

/** The kinds of decline that one card, however often it was saved, has had in these attempts. */
function declinesWith(one: ChargeAttempt, attempts: ChargeAttempt[]): RetryKind[] {
  return attempts
    .filter((attempt) => cardOf(attempt) === cardOf(one))
    .flatMap(({ decline }) => (decline ? [retryKindOf(decline)] : []));
}

function cardOf({ fingerprint, paymentMethodId }: ChargeAttempt): string {
  return fingerprint ?? paymentMethodId;
}
