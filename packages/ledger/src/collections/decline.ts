import { classifyDecline, type Decline } from '@drawdown/shared/payments';
import { declineColumns } from '../charges/read.ts';
import type { Records } from '../database/connection.ts';
import type { PaymentMethod } from '../payment-methods/types.ts';
import { askBackupFirst } from './backup-first.ts';
import { recordDeclinedAttempt } from './declined-attempt.ts';
import { failCharge } from './failing.ts';
import { unlessGivenForOnePayment } from './given-by-payer.ts';
import { lockCharge } from './locked.ts';
import type { AfterDecline } from './types.ts';

export type RecordedDecline = {
  chargeId: string;
  attempt: number;
  paymentIntentId: string | null;
  decline: Decline;
  next: AfterDecline;
  mayAskBackup?: boolean | undefined;
};

export type DeclineRecorded = { pausedBuyerIds: string[]; backupCard: PaymentMethod | null };

const NOTHING_FOLLOWS: DeclineRecorded = { pausedBuyerIds: [], backupCard: null };

export async function declineWithin(
  records: Records,
  { chargeId, attempt, paymentIntentId, decline, next, mayAskBackup = false }: RecordedDecline,
): Promise<DeclineRecorded> {
  const { charge, topUp } = await lockCharge(records, chargeId);
  const isNew = await recordDeclinedAttempt(
    records,
    { chargeId, attempt, paymentMethodId: charge.paymentMethodId },
    decline,
  );
  // Ended meanwhile, or this very decline was recorded before: what follows from it has happened.
  if (charge.status !== 'open' || attempt <= (charge.declinedAttempt ?? 0)) return NOTHING_FOLLOWS;
  if (charge.paymentIntentId === null && paymentIntentId !== null) {
    await records.chargeRow.update({ where: { id: chargeId }, data: { paymentIntentId } });
  }
  const tried = await records.chargeAttemptRow.findUniqueOrThrow({
    where: { chargeId_number: { chargeId, number: attempt } },
    include: { paymentMethod: true },
  });
  if (tried.outcome !== 'declined') return NOTHING_FOLLOWS;
  const { paymentMethod: card } = tried;
  const backupCard = mayAskBackup
    ? await askBackupFirst(records, { charge, card, decline, attempt, isNew })
    : null;
  if (backupCard !== null) return { pausedBuyerIds: [], backupCard };
  await records.topUpRow.update({ where: { id: topUp.id }, data: declineColumns(decline) });
  const then = unlessGivenForOnePayment(card, next);
  const pausedBuyerIds = await failCharge(records, {
    charge,
    topUp,
    card,
    state: then.kind === 'retry' ? 'scheduled' : then.kind,
    nextAttemptAt: then.kind === 'retry' ? then.at : null,
    probeChargeId: null,
    exhausted: then.kind === 'needs_card' && then.exhausted,
    decline: { code: decline.code, class: classifyDecline(decline), attempt },
  });
  return { pausedBuyerIds, backupCard: null };
}
