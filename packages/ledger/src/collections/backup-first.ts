import { classifyDecline, type Decline, isAboutCard } from '@drawdown/shared/payments';
import { auditable, recordAudit } from '../audit/record.ts';
import type { Records } from '../database/connection.ts';
import type { ChargeRow, PaymentMethodRow } from '../generated/prisma/client.ts';
import { fingerprintOf, fingerprintTried } from '../payment-methods/fingerprint.ts';
import { toPaymentMethod } from '../payment-methods/read.ts';
import type { PaymentMethod } from '../payment-methods/types.ts';
import { blockDeclinedCard } from './block-card.ts';

const COLLECTIONS = { kind: 'system', id: 'collections', label: 'Collections' } as const;

type FirstDecline = {
  charge: ChargeRow;
  card: PaymentMethodRow;
  decline: Decline;
  attempt: number;
  isNew: boolean;
};

/**
 * The payer's backup card, where it may still keep a first decline from having consequences: nobody is paused, suspended or
 * told before that card has been asked. The card that was declined is kept from being tried all the same. Null where the
 * decline's consequences follow at once. Under the locks of the charge; may be repeated.
 */
export async function askBackupFirst(
  records: Records,
  { charge, card, decline, attempt, isNew }: FirstDecline,
): Promise<PaymentMethod | null> {
  const declineClass = classifyDecline(decline);
  // Of a charge that is failing already, the consequences stand.
  if (charge.firstDeclinedAt !== null || !isAboutCard(declineClass)) return null;
  // The payer gave it for this payment alone: no other card of his is asked for it.
  if (card.forLinkId !== null) return null;
  const backup = await untriedBackup(records, charge);
  if (backup === null) return null;
  const said = { code: decline.code, class: declineClass, attempt };
  await blockDeclinedCard(records, card, said);
  if (!isNew) return toPaymentMethod(backup);
  await recordAudit(records, {
    accountId: charge.accountId,
    actor: COLLECTIONS,
    action: 'charge.declined',
    subjectId: charge.id,
    after: auditable({ ...said, paymentMethodId: card.id, backupCardId: backup.id }),
  });
  return toPaymentMethod(backup);
}

async function untriedBackup(records: Records, charge: ChargeRow): Promise<PaymentMethodRow | null> {
  const { id: chargeId, accountId, buyerId } = charge;
  const backup = await records.paymentMethodRow.findFirst({
    where: { accountId, buyerId, isBackup: true, removedAt: null },
  });
  if (backup === null) return null;
  const attempts = await records.chargeAttemptRow.findMany({
    where: { chargeId },
    include: { paymentMethod: true },
  });
  const fingerprint = fingerprintOf(backup);
  return attempts.some((attempt) => fingerprintTried(attempt) === fingerprint) ? null : backup;
}
