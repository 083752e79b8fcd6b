import { auditable, recordAudit } from '../audit/record.ts';
import { postWithin } from '../books/post.ts';
import { cardThatPaid } from '../charges/card-that-paid.ts';
import { tellThatBackupPaid } from '../collections/tell-of-backup.ts';
import type { Records } from '../database/connection.ts';
import { currencyOf } from '../database/parse.ts';
import type { ChargeRow, TopUpRow } from '../generated/prisma/client.ts';
import { writeMail } from '../notifications/write-mail.ts';
import { holdReceipt } from '../top-up-invoices/receipt.ts';
import { writeTopUpInvoice } from '../top-up-invoices/write.ts';

export type CardPayment = { paymentIntentId: string; stripeChargeId: string | null };

const STRIPE = { kind: 'system', id: 'stripe', label: 'Stripe' } as const;

/**
 * Credits the wallet for money that came in by card, once. A top-up that had ended as declined or canceled is
 * credited too: the money is there.
 */
export async function creditTopUp(records: Records, topUpId: string, payment: CardPayment): Promise<void> {
  // The row is the first lock of everything that ends a top-up, so that one ending wins.
  await records.$queryRaw`select id from top_up where id = ${topUpId} for update`;
  const topUp = await records.topUpRow.findUniqueOrThrow({ where: { id: topUpId } });
  const charge = await records.chargeRow.findUniqueOrThrow({ where: { topUpId } });
  if (topUp.txId !== null) {
    if (charge.closedAs === 'paid_outside') await reportSecondPayment(records, charge, payment);
    return;
  }
  const paymentMethodId = await markPaid(records, charge, payment);
  await tellThatBackupPaid(records, { charge, topUp, paymentMethodId });
  const posted = await postCredit(records, topUp, {
    event: 'top_up',
    paymentIntentId: payment.paymentIntentId,
  });
  await afterCredit(records, topUp, { amountMinor: standsInFor(topUp), chargeId: charge.id });
  await writeReceipt(records, posted);
  await writeTopUpInvoice(records, posted);
  if (posted.invoice) await holdReceipt(records, posted.accountId, posted.id);
}

/** What failed before is over; the card that paid is the charge's from now on. Null where it is none that is saved here. */
async function markPaid(records: Records, charge: ChargeRow, payment: CardPayment): Promise<string | null> {
  const paymentMethodId = await cardThatPaid(records, charge.id);
  await records.chargeRow.update({
    where: { id: charge.id },
    data: {
      status: 'succeeded',
      paymentIntentId: payment.paymentIntentId,
      stripeChargeId: payment.stripeChargeId,
      retryState: null,
      nextAttemptAt: null,
      closedAs: charge.firstDeclinedAt === null ? null : 'paid',
      closedAt: charge.firstDeclinedAt === null ? null : new Date(),
      ...(paymentMethodId !== null && { paymentMethodId }),
    },
  });
  await records.payerLinkRow.updateMany({
    where: { chargeId: charge.id, usedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  return paymentMethodId;
}

/** The same money twice: once outside, once by card. People have to give one of both back. */
async function reportSecondPayment(
  records: Records,
  { id, accountId }: ChargeRow,
  { paymentIntentId, stripeChargeId }: CardPayment,
): Promise<void> {
  const action = 'charge.paid_although_closed';
  const told = await records.auditRow.findFirst({ where: { accountId, subjectId: id, action } });
  if (told !== null) return;
  const after = auditable({ paymentIntentId, stripeChargeId });
  await recordAudit(records, { accountId, actor: STRIPE, action, subjectId: id, after });
}

/**
 * Ends a card top-up with money that came in outside, under the top-up's own key: it can never be credited by card as well.
 * From now on it is what it is, external credit.
 */
export async function creditAsExternal(
  records: Records,
  topUp: TopUpRow,
  reference: string | null,
): Promise<void> {
  const external = await records.topUpRow.update({
    where: { id: topUp.id },
    data: { funding: 'external', reference, invoice: false },
  });
  await postCredit(records, external, { event: 'external_credit' });
  // This money is for this charge: it stands for no other one that failed.
  await afterCredit(records, topUp, { amountMinor: 0n, chargeId: null });
}

/** How much of failed charges this credit stands in for: they are not taken again. */
export function standsInFor({ cancelsRetries, amountMinor }: TopUpRow): bigint {
  return cancelsRetries ? amountMinor : 0n;
}

/**
 * What a credit sets right, in the transaction that credits: debts, pauses, rules, the low balance. `amountMinor`: what it
 * stands in for.
 */
export async function afterCredit(
  records: Records,
  { accountId, walletId }: TopUpRow,
  { amountMinor, chargeId }: { amountMinor: bigint; chargeId: string | null },
): Promise<void> {
  await records.$executeRaw`
    select after_credit(${accountId}, ${walletId}, ${amountMinor}::bigint, ${chargeId}::text)`;
}

type Credit =
  | { event: 'top_up'; paymentIntentId: string }
  | { event: 'external_credit' }
  | { event: 'promotional_credit' };

/** Posts the whole top-up to its wallet and ends it as succeeded. Call `afterCredit` next. */
export async function postCredit(records: Records, topUp: TopUpRow, credit: Credit): Promise<TopUpRow> {
  const { id: topUpId, accountId, walletId, amountMinor } = topUp;
  const currency = currencyOf(topUp.currency);
  const posted = await postWithin(records, {
    ...credit,
    topUpId,
    accountId,
    walletId,
    currency,
    amountMinor,
  });
  // A credit can reach no floor, and the key is the top-up's own: anything else is a fault of ours.
  if (posted.status !== 'posted' && posted.status !== 'replayed') {
    throw new Error(`crediting ${topUpId} answered ${posted.status}`);
  }
  const now = new Date();
  return records.topUpRow.update({
    where: { id: topUpId },
    data: {
      status: 'succeeded',
      txId: posted.txId,
      balanceAfterMinor: posted.balancesAfter[0] ?? null,
      endedAt: now,
      updatedAt: now,
    },
  });
}

async function writeReceipt(records: Records, topUp: TopUpRow): Promise<void> {
  const { id, accountId, walletId, buyerId, amountMinor, currency, trigger, endedAt, balanceAfterMinor } =
    topUp;
  await writeMail(records, {
    accountId,
    buyerId,
    kind: 'receipt',
    occasion: id,
    data: {
      topUpId: id,
      walletId,
      buyerId,
      amountMinor: Number(amountMinor),
      currency,
      paidAt: endedAt?.toISOString() ?? null,
      balanceMinor: balanceAfterMinor === null ? null : Number(balanceAfterMinor),
      trigger,
    },
  });
}
