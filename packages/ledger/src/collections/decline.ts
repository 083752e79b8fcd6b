import { classifyDecline, type Decline } from '@drawdown/shared/payments';
import { declineColumns } from '../charges/read.ts';
import type { Records } from '../database/connection.ts';
import { recordDeclinedAttempt } from './declined-attempt.ts';
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
  await recordDeclinedAttempt(
    records,
    { chargeId, attempt, paymentMethodId: charge.paymentMethodId },
    decline,
  );
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
