import { classifyDecline, type Decline } from '@drawdown/shared/payments';
import { declineColumns } from '../charges/read.ts';
import type { Records } from '../database/connection.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';
import { failCharge } from './failing.ts';
import { lockCharge } from './locked.ts';
import type { AfterDecline } from './types.ts';

export type RecordedDecline = {
  chargeId: string;
  attempt: number;
  paymentIntentId: string | null;
  decline: Decline;
  next: AfterDecline;
};

export async function declineWithin(
  records: Records,
  { chargeId, attempt, paymentIntentId, decline, next }: RecordedDecline,
): Promise<{ pausedBuyerIds: string[] }> {
  const { charge, topUp } = await lockCharge(records, chargeId);
  await recordAttempt(records, { chargeId, attempt, paymentMethodId: charge.paymentMethodId }, decline);
  // Ended meanwhile, or this very decline was recorded before: what follows from it has happened.
  if (charge.status !== 'open' || attempt <= (charge.declinedAttempt ?? 0)) return { pausedBuyerIds: [] };
  if (charge.paymentIntentId === null && paymentIntentId !== null) {
    await records.chargeRow.update({ where: { id: chargeId }, data: { paymentIntentId } });
  }
  const tried = await records.chargeAttemptRow.findUniqueOrThrow({
    where: { chargeId_number: { chargeId, number: attempt } },
    include: { paymentMethod: true },
  });
  if (tried.outcome !== 'declined') return { pausedBuyerIds: [] };
  await records.topUpRow.update({ where: { id: topUp.id }, data: declineColumns(decline) });
  const pausedBuyerIds = await failCharge(records, {
    charge,
    topUp,
    card: tried.paymentMethod,
    state: next.kind === 'retry' ? 'scheduled' : next.kind,
    nextAttemptAt: next.kind === 'retry' ? next.at : null,
    probeChargeId: null,
    exhausted: next.kind === 'needs_card' && next.exhausted,
    decline: { code: decline.code, class: classifyDecline(decline), attempt },
  });
  return { pausedBuyerIds };
}

type AttemptRef = { chargeId: string; attempt: number; paymentMethodId: string };

/** One that succeeded or was canceled stays so. */
async function recordAttempt(
  records: Records,
  { chargeId, attempt, paymentMethodId }: AttemptRef,
  decline: Decline,
): Promise<void> {
  const card = await records.paymentMethodRow.findUniqueOrThrow({ where: { id: paymentMethodId } });
  await records.chargeAttemptRow.createMany({
    data: [
      { chargeId, number: attempt, paymentMethodId, fingerprint: fingerprintOf(card), outcome: 'pending' },
    ],
    skipDuplicates: true,
  });
  await records.chargeAttemptRow.updateMany({
    where: { chargeId, number: attempt, outcome: { notIn: ['succeeded', 'declined', 'canceled'] } },
    data: {
      outcome: 'declined',
      ...declineColumns(decline),
      stripeChargeId: decline.stripeChargeId,
      decidedAt: new Date(),
    },
  });
}
