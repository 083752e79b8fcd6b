import { newId } from '@drawdown/shared/ids';
import { postWithin } from '../books/post.ts';
import type { Records } from '../database/connection.ts';
import { currencyOf } from '../database/parse.ts';
import type { ChargeRow } from '../generated/prisma/client.ts';
import { type BuyersInvoice, lockInvoice } from './lock.ts';
import type { StripeMoney } from './types.ts';

const STRIPE = { kind: 'system', id: 'stripe', label: 'Stripe' } as const;
const UNDECIDED = ['pending', 'unknown', 'processing', 'requiresAction'];

/**
 * Records money that came in at Stripe for an invoice, whatever our row says of it by now: each PaymentIntent once. What
 * is more than what is due counts for the next invoice. Answers how many were new.
 */
export async function recordMoneyWithin(
  records: Records,
  invoiceId: string,
  money: StripeMoney[],
): Promise<number> {
  // The charge before the wallet, as everywhere.
  await records.$queryRaw`select id from charge where invoice_id = ${invoiceId} for no key update`;
  const charge = await records.chargeRow.findUnique({ where: { invoiceId } });
  const invoice = await lockInvoice(records, invoiceId);
  let added = 0;
  for (const { paymentIntentId, amountMinor } of money) {
    const { accountId } = invoice;
    const known = await records.receivablePaymentRow.findFirst({ where: { accountId, paymentIntentId } });
    if (known !== null) continue;
    const isOurs = charge !== null && (await settleCharge(records, charge, paymentIntentId));
    await recordOne(records, invoice, { paymentIntentId, amountMinor, isOurs });
    added += 1;
  }
  return added;
}

type Received = StripeMoney & { isOurs: boolean };

async function recordOne(
  records: Records,
  { id: invoiceId, accountId, buyerId, currency }: BuyersInvoice,
  { paymentIntentId, amountMinor, isOurs }: Received,
): Promise<void> {
  const paymentId = newId('payment');
  const posted = await postWithin(records, {
    event: 'payment_by_card',
    accountId,
    currency: currencyOf(currency),
    amountMinor,
    ownerId: buyerId,
    paymentId,
    paymentIntentId,
  });
  if (posted.status !== 'posted') throw new Error(`recording ${paymentIntentId} answered ${posted.status}`);
  await records.receivablePaymentRow.create({
    data: {
      id: paymentId,
      accountId,
      buyerId,
      invoiceId,
      amountMinor,
      currency,
      source: isOurs ? 'card_on_file' : 'hosted_page',
      paymentIntentId,
      receivedAt: new Date(),
      txId: posted.txId,
      recordedByKind: STRIPE.kind,
      recordedById: STRIPE.id,
      recordedByLabel: STRIPE.label,
    },
  });
  await records.$executeRaw`select apply_payment(${paymentId})`;
}

/** True where an attempt of ours brought the money, rather than the payer on the hosted page. */
async function settleCharge(records: Records, charge: ChargeRow, paymentIntentId: string): Promise<boolean> {
  if (charge.paymentIntentId !== paymentIntentId) return false;
  const { id: chargeId } = charge;
  const newest = await records.chargeAttemptRow.findFirst({
    where: { chargeId },
    orderBy: { number: 'desc' },
  });
  if (newest === null || ![...UNDECIDED, 'succeeded'].includes(newest.outcome)) return false;
  const now = new Date();
  await records.chargeAttemptRow.updateMany({
    where: { chargeId, number: newest.number, outcome: { in: UNDECIDED } },
    data: { outcome: 'succeeded', decidedAt: now },
  });
  const { paymentMethodId } = newest;
  await records.chargeRow.update({
    where: { id: chargeId },
    data: { status: 'succeeded', paymentMethodId },
  });
  await records.paymentMethodRow.update({ where: { id: paymentMethodId }, data: { lastSucceededAt: now } });
  return true;
}
