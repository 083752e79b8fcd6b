import type { Records } from '../database/connection.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';

const withWhatItPaid = {
  paymentMethod: true,
  topUp: true,
  delivery: true,
  invoice: true,
} satisfies Prisma.ChargeRowInclude;

type PaidCharge = Prisma.ChargeRowGetPayload<{ include: typeof withWhatItPaid }>;

/** The payment of ours that a dispute is about. */
export type PaymentOfDispute = {
  accountId: string;
  purpose: 'top_up' | 'lead' | 'invoice';
  chargeId: string | null;
  paymentId: string | null;
  topUpId: string | null;
  buyerId: string | null;
  /** Whose card paid; null: the account's. */
  payerBuyerId: string | null;
  walletId: string;
  fingerprint: string | null;
  /** The posting that brought the money in; null where it is not in our books. */
  paidTxId: bigint | null;
  /** Stripe was faster than we are: the money will be in the books. */
  isStillOpen: boolean;
};

/** By PaymentIntent; null when it is not ours. */
export async function findPayment(
  records: Records,
  paymentIntentId: string | null,
): Promise<PaymentOfDispute | null> {
  if (paymentIntentId === null) return null;
  const charge = await records.chargeRow.findUnique({ where: { paymentIntentId }, include: withWhatItPaid });
  return charge === null ? paidOnStripesPage(records, paymentIntentId) : paidByCharge(records, charge);
}

async function paidByCharge(records: Records, charge: PaidCharge): Promise<PaymentOfDispute> {
  const common = {
    accountId: charge.accountId,
    chargeId: charge.id,
    paymentId: null,
    topUpId: charge.topUpId,
    payerBuyerId: charge.buyerId,
    fingerprint: fingerprintOf(charge.paymentMethod),
    isStillOpen: charge.status === 'open',
  };
  const isPaid = charge.status === 'succeeded';
  const { topUp, delivery } = charge;
  if (topUp !== null) {
    const buyerId = topUp.buyerId ?? charge.buyerId;
    const paidTxId = isPaid ? topUp.txId : null;
    return { ...common, purpose: 'top_up', walletId: topUp.walletId, buyerId, paidTxId };
  }
  const buyerId = delivery?.buyerId ?? charge.invoice?.buyerId ?? charge.buyerId;
  if (buyerId === null) throw new Error(`charge ${charge.id} is for nobody`);
  const walletId = await walletOf(records, buyerId);
  if (delivery !== null) {
    const key = `delivery:${delivery.id}`;
    const posted = isPaid && (await txOf(records, charge.accountId, key));
    return { ...common, purpose: 'lead', walletId, buyerId, paidTxId: posted || null };
  }
  const paid = await records.receivablePaymentRow.findFirst({
    where: { accountId: charge.accountId, paymentIntentId: charge.paymentIntentId },
    orderBy: { id: 'asc' },
  });
  return { ...common, purpose: 'invoice', walletId, buyerId, paidTxId: (isPaid && paid?.txId) || null };
}

async function paidOnStripesPage(
  records: Records,
  paymentIntentId: string,
): Promise<PaymentOfDispute | null> {
  const payment = await records.receivablePaymentRow.findFirst({
    where: { paymentIntentId },
    orderBy: { id: 'asc' },
  });
  if (payment === null) return null;
  const { accountId, buyerId, id: paymentId, txId: paidTxId } = payment;
  const walletId = await walletOf(records, buyerId);
  return {
    accountId,
    purpose: 'invoice',
    chargeId: null,
    paymentId,
    topUpId: null,
    buyerId,
    payerBuyerId: buyerId,
    walletId,
    fingerprint: null,
    paidTxId,
    isStillOpen: false,
  };
}

async function walletOf(records: Records, buyerId: string): Promise<string> {
  return (await records.buyerRow.findUniqueOrThrow({ where: { id: buyerId } })).walletId;
}

async function txOf(records: Records, accountId: string, key: string): Promise<bigint | null> {
  const [row] = await records.$queryRaw<{ id: bigint }[]>`
    select id from book_tx where account_id = ${accountId} and key = ${key}`;
  return row?.id ?? null;
}
