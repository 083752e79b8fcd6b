import type { Records } from '../database/connection.ts';
import { moneyOf } from '../database/parse.ts';
import type { ChargeRow, TopUpRow, WalletRow } from '../generated/prisma/client.ts';
import { foldBook } from '../lots/lots.ts';
import type { Refundable, RefundLimit } from './types.ts';

type Parts = {
  paidMinor: bigint;
  unspentMinor: bigint;
  refundedMinor: bigint;
  availableMinor: bigint;
};

/** The least of what limits a refund, and which that is. */
export function limitOf(parts: Parts): { amountMinor: bigint; limitedBy: RefundLimit | null } {
  const { paidMinor, unspentMinor, refundedMinor, availableMinor } = parts;
  const notRefunded = atLeastZero(paidMinor - refundedMinor);
  const available = atLeastZero(availableMinor);
  if (available < unspentMinor && available < notRefunded)
    return { amountMinor: available, limitedBy: 'reserved' };
  if (unspentMinor < notRefunded) return { amountMinor: unspentMinor, limitedBy: 'spent' };
  return { amountMinor: notRefunded, limitedBy: refundedMinor > 0n ? 'refunded' : null };
}

export type Refunded = { topUp: TopUpRow; charge: ChargeRow | null };

/**
 * What can be refunded of a top-up. Under the lock of its wallet it is what a refund may take; without, it is what one
 * would have taken a moment ago.
 */
export async function refundableOf(records: Records, { topUp, charge }: Refunded): Promise<Refundable> {
  const wallet = await records.walletRow.findUniqueOrThrow({ where: { id: topUp.walletId } });
  const paidMinor = topUp.amountMinor;
  const availableMinor = await availableIn(records, wallet);
  const unspentMinor = await unspentOf(records, wallet, topUp.id);
  const refundedMinor = charge === null ? 0n : await refundedOf(records, charge.id);
  const closed = await closedTo(records, { topUp, charge });
  const { amountMinor, limitedBy } =
    closed === null
      ? limitOf({ paidMinor, unspentMinor, refundedMinor, availableMinor })
      : { amountMinor: 0n, limitedBy: closed };
  const { currency } = topUp;
  return {
    amount: moneyOf(amountMinor, currency),
    paid: moneyOf(paidMinor, currency),
    unspent: moneyOf(unspentMinor, currency),
    refunded: moneyOf(refundedMinor, currency),
    available: moneyOf(availableMinor, currency),
    limitedBy,
    autoTopUpFrom: await autoTopUpFrom(records, { wallet, availableMinor, amountMinor }),
  };
}

/** Why nothing at all can be refunded, whatever is unspent. */
async function closedTo(records: Records, { topUp, charge }: Refunded): Promise<RefundLimit | null> {
  if (topUp.status !== 'succeeded') return 'not_succeeded';
  if (topUp.funding === 'external' || topUp.funding === 'promotional' || charge === null)
    return 'not_paid_by_card';
  return (await isDisputed(records, charge.id)) ? 'disputed' : null;
}

/** Stripe refunds no payment that its bank has taken back. An inquiry has taken nothing. */
export async function isDisputed(records: Records, chargeId: string): Promise<boolean> {
  const dispute = await records.disputeRow.findFirst({
    where: { chargeId, txId: { not: null }, OR: [{ verdict: null }, { verdict: 'lost' }] },
    select: { id: true },
  });
  return dispute !== null;
}

/** What was refunded of a payment, or is being refunded. */
export async function refundedOf(records: Records, chargeId: string): Promise<bigint> {
  const { _sum } = await records.refundRow.aggregate({
    where: { chargeId, status: { not: 'failed' } },
    _sum: { amountMinor: true },
  });
  return _sum.amountMinor ?? 0n;
}

export async function availableIn(
  records: Records,
  { bookAccountId }: { bookAccountId: bigint },
): Promise<bigint> {
  const { balance, held } = await records.bookAccountRow.findUniqueOrThrow({ where: { id: bookAccountId } });
  return atLeastZero(balance - held);
}

export async function unspentOf(records: Records, wallet: WalletRow, topUpId: string): Promise<bigint> {
  const lots = await foldBook(records, wallet);
  return lots.find((lot) => lot.topUpId === topUpId)?.unspent.amountMinor ?? 0n;
}

type Rule = { wallet: WalletRow; availableMinor: bigint; amountMinor: bigint };

/** The smallest refund, of those possible, that leaves the wallet at the threshold of its rule. */
async function autoTopUpFrom(records: Records, { wallet, availableMinor, amountMinor }: Rule) {
  const { id: walletId, autoTopUpAtMinor: threshold, currency } = wallet;
  if (threshold === null) return null;
  const { _sum } = await records.topUpRow.aggregate({
    where: { walletId, endedAt: null, funding: { in: ['account_card', 'buyer_card'] } },
    _sum: { amountMinor: true },
  });
  const fromMinor = availableMinor + (_sum.amountMinor ?? 0n) - threshold;
  if (fromMinor > amountMinor || amountMinor === 0n) return null;
  return moneyOf(fromMinor > 1n ? fromMinor : 1n, currency);
}

function atLeastZero(minor: bigint): bigint {
  return minor > 0n ? minor : 0n;
}
