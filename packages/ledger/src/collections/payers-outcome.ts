import { type ChargeOutcome, classifyDecline, type Decline } from '@drawdown/shared/payments';
import { recordOutcomeWithin } from '../charges/record-outcome.ts';
import type { Records } from '../database/connection.ts';
import type { ChargeAttemptRow } from '../generated/prisma/client.ts';
import { declineWithin } from './decline.ts';
import { lockCharge } from './locked.ts';
import type { AfterDecline } from './types.ts';

/** That it succeeded is said by `charges.recordPayment`: another card may have been the one that paid. */
export type PayersOutcome = Exclude<ChargeOutcome, { outcome: 'succeeded' }> | { outcome: 'notAttempted' };

/** The newest attempt as it was before Stripe was looked at. */
export type KnownAttempt = { number: number; outcome: string };

const DECIDED = ['succeeded', 'declined', 'canceled'];

/**
 * What Stripe says of the newest attempt, where that is the payer's and was not decided yet. True where it is decided now.
 * Its decline has all the consequences of any other; the charge goes on waiting for him as long as that can help.
 */
export async function recordPayersOutcomeWithin(
  records: Records,
  { chargeId, seen, asOf }: { chargeId: string; seen: PayersOutcome; asOf?: KnownAttempt | undefined },
): Promise<boolean> {
  await lockCharge(records, chargeId);
  const [newest, ...earlier] = await records.chargeAttemptRow.findMany({
    where: { chargeId },
    orderBy: { number: 'desc' },
  });
  if (newest === undefined || !newest.byPayer || DECIDED.includes(newest.outcome)) return false;
  const { number: attempt } = newest;
  if (asOf !== undefined && asOf.number !== attempt) return false;
  const decline = declineIn(seen);
  if (decline !== null && !isOldNews(decline, newest, earlier)) {
    const paymentIntentId = 'paymentIntentId' in seen ? seen.paymentIntentId : null;
    const next = afterPayersDecline(decline);
    await declineWithin(records, { chargeId, attempt, paymentIntentId, decline, next });
    return true;
  }
  if (decline === null && seen.outcome !== 'notAttempted') {
    await recordOutcomeWithin(records, { chargeId, attempt, outcome: seen });
    return DECIDED.includes(seen.outcome);
  }
  // Nothing came of it, unless something has happened since the look. One whose answer may still be on its way is left to
  // whoever waits for that.
  if (asOf?.outcome !== newest.outcome || newest.outcome === 'pending') return false;
  const canceled = { outcome: 'canceled', paymentIntentId: '' } as const;
  await recordOutcomeWithin(records, { chargeId, attempt, outcome: canceled });
  return true;
}

function declineIn(seen: PayersOutcome): Decline | null {
  return seen.outcome === 'declined' || seen.outcome === 'requiresAction' ? seen.decline : null;
}

/**
 * Stripe shows the newest failure, which may be one from before. Where it has no charge, such as a confirmation that the payer
 * did not pass, it is new only if the bank is known to have been asked since, or it says something else than the last one.
 */
function isOldNews(decline: Decline, { outcome }: ChargeAttemptRow, earlier: ChargeAttemptRow[]): boolean {
  const { stripeChargeId, code } = decline;
  if (stripeChargeId !== null) return earlier.some((attempt) => attempt.stripeChargeId === stripeChargeId);
  const before = earlier.find(({ declineCode }) => declineCode !== null);
  return outcome !== 'requiresAction' && before?.declineCode === code && before.stripeChargeId === null;
}

/** He may try again as often as his card permits, and nobody else can do it for him. */
function afterPayersDecline(decline: Decline): AfterDecline {
  switch (classifyDecline(decline)) {
    case 'hard':
    case 'fix_card':
    case 'duplicate':
    case 'amount':
      return { kind: 'needs_card', exhausted: false };
    case 'authentication':
    case 'soft_funds':
    case 'soft_issuer':
    case 'soft_technical':
    case 'cool_off':
      return { kind: 'needs_payer' };
  }
}
