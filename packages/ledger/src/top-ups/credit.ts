import { postWithin } from '../books/post.ts';
import type { Records } from '../database/connection.ts';
import { currencyOf } from '../database/parse.ts';
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
  await postCredit(records, topUp, { event: 'top_up', paymentIntentId: payment.paymentIntentId });
}

type Credit =
  | { event: 'top_up'; paymentIntentId: string }
  | { event: 'external_credit' }
  | { event: 'promotional_credit' };

/** Posts the whole top-up to its wallet and ends it as succeeded. */
export async function postCredit(records: Records, topUp: TopUpRow, credit: Credit): Promise<void> {
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
  await records.topUpRow.update({
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
