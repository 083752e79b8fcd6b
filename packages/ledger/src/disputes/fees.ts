import { isCurrency } from '@drawdown/shared/money';
import type { DisputeMovement } from '@drawdown/shared/payments';
import { postWithin } from '../books/post.ts';
import type { Records } from '../database/connection.ts';

/**
 * Posts each fee that Stripe took for a dispute, and gave back, once for its balance transaction. Answers their sum; null
 * where there are none.
 */
export async function postFees(
  records: Records,
  accountId: string,
  movements: readonly DisputeMovement[],
): Promise<{ feeMinor: bigint; currency: string } | null> {
  let feeMinor = 0n;
  let feeCurrency: string | null = null;
  for (const { balanceTransactionId, feeMinor: fee, currency } of movements) {
    // Stripe settles in currencies of its own choice; one that we do not know has no book, and is seen by the daily close.
    if (fee === 0 || !isCurrency(currency)) continue;
    const amountMinor = BigInt(fee);
    await postWithin(records, {
      event: 'stripe_fee',
      accountId,
      currency,
      amountMinor,
      balanceTransactionId,
    });
    feeMinor += amountMinor;
    feeCurrency = currency;
  }
  return feeCurrency === null ? null : { feeMinor, currency: feeCurrency };
}
