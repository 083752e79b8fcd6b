import type { Decline } from '@drawdown/shared/payments';
import type { Records } from '../database/connection.ts';
import type { PaymentMethodRow } from '../generated/prisma/client.ts';
import { writeMail } from '../notifications/write-mail.ts';
import type { LockedLead } from './locked.ts';

type Told = { incidentId: string; card: PaymentMethodRow; decline: Decline };

/** One mail for each incident of a card, whether a lead or a top-up was declined first. */
export async function tellOfDeclinedLead(
  records: Records,
  { charge, delivery, buyer }: LockedLead,
  { incidentId, card, decline }: Told,
): Promise<void> {
  const { accountId } = charge;
  const paused = await records.pauseReasonRow.count({
    where: { buyerId: buyer.id, closedAt: null, effect: 'pause' },
  });
  await writeMail(records, {
    accountId,
    buyerId: buyer.id,
    kind: 'charge_declined',
    occasion: incidentId,
    data: {
      incidentId,
      chargeId: charge.id,
      topUpId: null,
      walletId: buyer.walletId,
      leadId: delivery.leadId,
      amountMinor: Number(charge.amountMinor),
      currency: charge.currency,
      payer: 'buyer',
      buyerId: buyer.id,
      buyerName: buyer.name,
      brand: card.brand,
      last4: card.last4,
      declineCode: decline.code,
      next: 'needs_card',
      nextAttemptAt: null,
      autoTopUpSuspended: false,
      affectedBuyers: [{ buyerId: buyer.id, name: buyer.name, paused: paused > 0 }],
    },
  });
}
