import { auditable, recordAudit } from '../audit/record.ts';
import type { Records } from '../database/connection.ts';
import { writeMail } from '../notifications/write-mail.ts';
import { findPayment } from './find-payment.ts';
import { STRIPE } from './recording.ts';
import type { FraudWarning } from './types.ts';

/**
 * The bank that issued the card takes the payment for fraud. No money moves by that, and nothing is frozen: a refund in
 * time may spare the dispute, and that is for people to decide. It is in the audit log, where safety nets find it.
 */
export async function warnWithin(
  records: Records,
  { stripeWarningId, paymentIntentId, fraudType, actionable }: FraudWarning,
): Promise<'recorded' | 'known' | 'not_ours'> {
  const payment = await findPayment(records, paymentIntentId);
  if (payment === null) return 'not_ours';
  const { accountId, chargeId, walletId, buyerId, topUpId } = payment;
  const charge =
    chargeId === null
      ? null
      : await records.chargeRow.findUniqueOrThrow({
          where: { id: chargeId },
          include: { paymentMethod: true },
        });
  // The mail is unique by its occasion: whoever writes it first records the warning.
  const isFirst = await writeMail(records, {
    accountId,
    buyerId: null,
    kind: 'dispute_opened',
    occasion: stripeWarningId,
    data: {
      about: 'fraud_warning',
      stripeWarningId,
      chargeId,
      topUpId,
      walletId,
      buyerId,
      payer: payment.payerBuyerId === null ? 'account' : 'buyer',
      amountMinor: charge === null ? null : Number(charge.amountMinor),
      currency: charge?.currency ?? null,
      brand: charge?.paymentMethod.brand ?? null,
      last4: charge?.paymentMethod.last4 ?? null,
      actionable,
    },
  });
  if (!isFirst) return 'known';
  await recordAudit(records, {
    accountId,
    actor: STRIPE,
    action: 'charge.fraud_warned',
    subjectId: chargeId ?? payment.paymentId ?? stripeWarningId,
    after: auditable({ stripeWarningId, fraudType, actionable, fingerprint: payment.fingerprint }),
  });
  return 'recorded';
}
