import { toAttempt } from '../charges/read.ts';
import { attemptToConfirm } from '../charges/to-confirm.ts';
import type { Records } from '../database/connection.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';
import { lockBudget, usedUp } from './card-limits.ts';
import { lockCharge } from './locked.ts';
import type { PayersAttempt } from './types.ts';

/** Longer than a call to Stripe may take, with the client's own repeat. */
const ONE_CALL_MS = 60_000;

/**
 * The payer's own attempt is one like any other: within the limits of the card, decided under the lock of the card's row,
 * reserved by inserting it before the bank is asked. Only for a charge that waits for him, so that it meets no attempt of ours.
 */
export async function reserveForPayerWithin(records: Records, chargeId: string): Promise<PayersAttempt> {
  const { charge, topUp } = await lockCharge(records, chargeId);
  // Charges from before declines were collected wait for the payer without a schedule.
  const waits =
    charge.retryState === null ? topUp.status === 'requires_action' : charge.retryState === 'needs_payer';
  if (charge.status !== 'open' || !waits) return { outcome: 'not_waiting' };
  const attempts = await records.chargeAttemptRow.findMany({
    where: { chargeId },
    include: { paymentMethod: true },
    orderBy: { number: 'asc' },
  });
  const newest = attempts.at(-1);
  // His bank is being asked already: the same question again, under the same key.
  if (newest?.byPayer && (newest.outcome === 'pending' || newest.outcome === 'requiresAction')) {
    const { number: attempt, paymentMethod, startedAt } = newest;
    const { stripePaymentMethodId } = paymentMethod;
    const isSole = Date.now() - startedAt.getTime() > ONE_CALL_MS;
    return { outcome: 'reserved', attempt, stripePaymentMethodId, isSole };
  }
  const asked = attemptToConfirm({ attempts: attempts.map(toAttempt) });
  const card = attempts.find(({ number }) => number === asked?.number)?.paymentMethod;
  if (newest === undefined || card === undefined || card.removedAt !== null)
    return { outcome: 'not_waiting' };
  const { id: paymentMethodId, stripePaymentMethodId } = card;
  const fingerprint = fingerprintOf(card);
  const refusal = (await lockBudget(records, fingerprint)) ?? (await usedUp(records, fingerprint));
  if (refusal !== null) return { outcome: refusal.outcome };
  const attempt = newest.number + 1;
  await records.chargeAttemptRow.create({
    data: { chargeId, number: attempt, paymentMethodId, fingerprint, outcome: 'pending', byPayer: true },
  });
  return { outcome: 'reserved', attempt, stripePaymentMethodId, isSole: true };
}
