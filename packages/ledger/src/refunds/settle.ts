import { auditable, recordAudit } from '../audit/record.ts';
import type { BusinessEvent } from '../books/events.ts';
import { postWithin } from '../books/post.ts';
import type { Records } from '../database/connection.ts';
import { currencyOf } from '../database/parse.ts';
import type { RefundRow } from '../generated/prisma/client.ts';
import { writeMail } from '../notifications/write-mail.ts';
import type { RefundFailure } from './types.ts';

const STRIPE = { kind: 'system', id: 'stripe', label: 'Stripe' } as const;

async function lockRefund(records: Records, refundId: string): Promise<RefundRow> {
  await records.$queryRaw`select id from refund where id = ${refundId} for update`;
  return records.refundRow.findUniqueOrThrow({ where: { id: refundId } });
}

/** Stripe says it succeeded. What was made in its dashboard left the books as paid already. */
export async function settleRefund(
  records: Records,
  refundId: string,
  stripeRefundId: string,
): Promise<void> {
  const refund = await lockRefund(records, refundId);
  if (refund.status !== 'pending') return;
  const { accountId, amountMinor } = refund;
  const currency = currencyOf(refund.currency);
  if (refund.origin !== 'dashboard') {
    await post(records, {
      event: 'refund_settled',
      accountId,
      currency,
      amountMinor,
      refundId,
      stripeRefundId: refund.stripeRefundId ?? stripeRefundId,
    });
  }
  const now = new Date();
  await records.refundRow.update({
    where: { id: refundId },
    data: {
      status: 'succeeded',
      stripeRefundId: refund.stripeRefundId ?? stripeRefundId,
      endedAt: now,
      updatedAt: now,
    },
  });
}

/**
 * Gives the money back, once, whether it was still on its way or had arrived before: to the wallet, which for a lead that
 * was paid by card is that of its buyer.
 */
export async function failRefund(records: Records, refundId: string, failure: RefundFailure): Promise<void> {
  const { accountId, walletId } = await records.refundRow.findUniqueOrThrow({ where: { id: refundId } });
  // The wallet before the refund's own row, as everywhere.
  if (walletId !== null) await records.$queryRaw`select lock_wallet(${accountId}, ${walletId})`;
  const refund = await lockRefund(records, refundId);
  if (refund.status === 'failed') return;
  await post(records, givenBack(refund));
  const now = new Date();
  await records.refundRow.update({
    where: { id: refundId },
    data: {
      status: 'failed',
      failureReason: failure.reason,
      stripeRefundId: refund.stripeRefundId ?? failure.stripeRefundId ?? null,
      endedAt: now,
      updatedAt: now,
    },
  });
  if (refund.origin === 'returned_lead' && refund.deliveryId !== null) {
    const data = { returnedTo: 'wallet' };
    await records.leadReturnRow.update({ where: { deliveryId: refund.deliveryId }, data });
  }
  await recordAudit(records, {
    accountId,
    actor: STRIPE,
    action: 'refund.failed',
    subjectId: refundId,
    before: auditable({ status: refund.status }),
    after: auditable({ reason: failure.reason }),
  });
  await tell(records, refund, failure);
  if (walletId === null) return;
  await records.$executeRaw`
    select after_credit(${accountId}, ${walletId}, ${refund.amountMinor}::bigint, null::text)`;
}

function givenBack(refund: RefundRow): BusinessEvent {
  const { id: refundId, accountId, amountMinor, walletId, txId: refundTxId } = refund;
  const back = { accountId, currency: currencyOf(refund.currency), amountMinor, refundId, refundTxId };
  if (walletId === null) return { ...back, event: 'dashboard_refund_of_leads_failed' };
  if (refund.origin === 'dashboard') return { ...back, walletId, event: 'dashboard_refund_failed' };
  return {
    ...back,
    walletId,
    event: refund.status === 'succeeded' ? 'refund_failed_later' : 'refund_failed',
  };
}

async function tell(records: Records, refund: RefundRow, { reason }: RefundFailure): Promise<void> {
  const { id: refundId, accountId, amountMinor, currency, walletId, topUpId, origin, deliveryId } = refund;
  const charge = await records.chargeRow.findUniqueOrThrow({
    where: { id: refund.chargeId },
    include: { paymentMethod: true },
  });
  await writeMail(records, {
    accountId,
    buyerId: charge.buyerId,
    kind: 'refund_failed',
    occasion: refundId,
    data: {
      refundId,
      topUpId,
      walletId,
      deliveryId,
      buyerId: charge.buyerId,
      amount: { amount: Number(amountMinor), currency },
      origin,
      reason,
      brand: charge.paymentMethod.brand,
      last4: charge.paymentMethod.last4,
      wasPaidOut: refund.status === 'succeeded',
    },
  });
}

async function post(records: Records, event: BusinessEvent): Promise<void> {
  const posted = await postWithin(records, event);
  if (posted.status !== 'posted') throw new Error(`${event.event} answered ${posted.status}`);
}
