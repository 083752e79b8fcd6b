import { openBook, postWithin } from '../books/post.ts';
import type { Records } from '../database/connection.ts';
import type { TopUpRow } from '../generated/prisma/client.ts';

export type CardPayment = { paymentIntentId: string; stripeChargeId: string | null };

/**
 * Credits the wallet for money that came in by card, once. A top-up that had ended as declined or canceled is
 * credited too: the money is there.
 */
export async function creditTopUp(records: Records, topUpId: string, payment: CardPayment): Promise<void> {
  // The row is the first lock of everything that ends a top-up, so that one ending wins.
  await records.$queryRaw`select id from top_up where id = ${topUpId} for update`;
  const topUp = await records.topUpRow.findUniqueOrThrow({ where: { id: topUpId } });
  if (topUp.txId !== null) return;
  await records.chargeRow.updateMany({
    where: { topUpId },
    data: {
      status: 'succeeded',
      paymentIntentId: payment.paymentIntentId,
      stripeChargeId: payment.stripeChargeId,
    },
  });
  await postCredit(records, topUp, {
    kind: 'top_up',
    source: 'stripe_clearing',
    externalRef: payment.paymentIntentId,
  });
}

type Credit =
  | { kind: 'top_up'; source: 'stripe_clearing'; externalRef: string }
  | { kind: 'external_credit'; source: 'external_receipts' }
  | { kind: 'promotional_credit'; source: 'promotions' };

/** Posts source -> wallet for the whole top-up and ends it as succeeded. */
export async function postCredit(records: Records, topUp: TopUpRow, credit: Credit): Promise<void> {
  const { accountId, currency, amountMinor } = topUp;
  const wallet = await records.walletRow.findUniqueOrThrow({ where: { id: topUp.walletId } });
  const sourceBookId = await openBook(records, { accountId, kind: credit.source, currency });
  const posted = await postWithin(records, {
    accountId,
    key: `top_up:${topUp.id}`,
    kind: credit.kind,
    subjectId: topUp.id,
    externalRef: credit.kind === 'top_up' ? credit.externalRef : undefined,
    lines: [
      { bookId: wallet.bookAccountId, amountMinor },
      { bookId: sourceBookId, amountMinor: -amountMinor },
    ],
  });
  // A credit can reach no floor, and the key is the top-up's own: anything else is a fault of ours.
  if (posted.status !== 'posted' && posted.status !== 'replayed') {
    throw new Error(`crediting ${topUp.id} answered ${posted.status}`);
  }
  const now = new Date();
  await records.topUpRow.update({
    where: { id: topUp.id },
    data: {
      status: 'succeeded',
      txId: posted.txId,
      balanceAfterMinor: posted.balancesAfter[0] ?? null,
      endedAt: now,
      updatedAt: now,
    },
  });
}
