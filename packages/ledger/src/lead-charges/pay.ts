import { newId } from '@drawdown/shared/ids';
import { auditable, recordAudit } from '../audit/record.ts';
import { cardThatPaid } from '../charges/card-that-paid.ts';
import type { Records } from '../database/connection.ts';
import { creditTopUp } from '../top-ups/credit.ts';
import { writeDebtTopUp } from './debt-top-up.ts';
import { type LockedLead, lockLead, standingOf } from './locked.ts';
import { deliverByCard } from './settle.ts';
import type { LeadPayment, LeadStanding } from './types.ts';

const STRIPE = { kind: 'system', id: 'stripe', label: 'Stripe' } as const;

/** Answers null where the charge is collected as a top-up by now: the money is that one's. */
export async function payWithin(records: Records, payment: LeadPayment): Promise<LeadStanding | null> {
  const lead = await lockLead(records, payment.chargeId);
  if (lead.charge.topUpId !== null) return null;
  switch (lead.delivery.outcome) {
    case 'pending':
      return deliver(records, lead, payment);
    case 'refused':
      return creditLate(records, lead, payment);
    default:
      // Paid before; or delivered on trust without an attempt of its own, and then Stripe has nothing to be paid.
      return lead.charge.status === 'succeeded' ? standingOf(lead) : creditLate(records, lead, payment);
  }
}

async function deliver(records: Records, lead: LockedLead, payment: LeadPayment): Promise<LeadStanding> {
  const { chargeId, paymentIntentId, stripeChargeId } = payment;
  const { accountId, firstDeclinedAt } = lead.charge;
  const { walletId } = lead.buyer;
  const paymentMethodId = await cardThatPaid(records, chargeId);
  const charge = await records.chargeRow.update({
    where: { id: chargeId },
    data: {
      status: 'succeeded',
      paymentIntentId,
      stripeChargeId,
      closedAs: firstDeclinedAt === null ? null : 'paid',
      closedAt: firstDeclinedAt === null ? null : new Date(),
      ...(paymentMethodId !== null && { paymentMethodId }),
    },
  });
  const delivery = await deliverByCard(records, lead, paymentIntentId);
  await records.$executeRaw`select charge_was_paid(${chargeId})`;
  // A rule that waited for this card goes on, and may be due.
  await records.$queryRaw`select check_auto_top_up(${accountId}, ${walletId})`;
  return standingOf({ ...lead, charge, delivery });
}

/**
 * Money for a lead that was not delivered for it. Its payment was canceled before the lead was refused, so that this
 * should not happen; but what came in is the buyer's: it is credited to the wallet, where it can be used or refunded like
 * any other top-up.
 */
async function creditLate(records: Records, lead: LockedLead, payment: LeadPayment): Promise<LeadStanding> {
  const { charge, delivery } = lead;
  const topUpId = newId('topUp');
  await writeDebtTopUp(records, lead, {
    topUpId,
    reason: `paid for lead ${delivery.leadId}, which had been ${delivery.outcome}`,
  });
  await recordAudit(records, {
    accountId: charge.accountId,
    actor: STRIPE,
    action: 'charge.paid_although_closed',
    subjectId: charge.id,
    after: auditable({ topUpId, deliveryId: delivery.id, paymentIntentId: payment.paymentIntentId }),
  });
  await creditTopUp(records, topUpId, payment);
  const paid = await records.chargeRow.findUniqueOrThrow({ where: { id: charge.id } });
  return standingOf({ ...lead, charge: paid });
}
