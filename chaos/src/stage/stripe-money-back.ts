import { z } from 'zod';
import { listAll } from './stripe-list.ts';

const refundSchema = z.object({
  id: z.string(),
  status: z.string(),
  amount: z.int(),
  metadata: z.record(z.string(), z.string()),
});
const disputeSchema = z.object({ id: z.string(), status: z.string(), amount: z.int(), charge: z.string() });
const movementSchema = z.object({ id: z.string(), type: z.string(), amount: z.int(), fee: z.int() });

export type StripeMoneyBack = Awaited<ReturnType<typeof readStripeMoneyBack>>;

/** Everything that ever went back at Stripe, read past the product. */
export async function readStripeMoneyBack(stripeUrl: string) {
  const refunds = await listAll(stripeUrl, 'refunds', refundSchema);
  const disputes = await listAll(stripeUrl, 'disputes', disputeSchema);
  return {
    refundsOf: (refundId: string) => refunds.filter(({ metadata }) => metadata.refundId === refundId),
    disputesOf: (stripeChargeId: string) => disputes.filter(({ charge }) => charge === stripeChargeId),
  };
}

/** What Stripe holds: all its movements, less the fees of disputes. What it keeps of payments is in no book of ours. */
export async function heldAtStripe(stripeUrl: string): Promise<bigint> {
  const movements = await listAll(stripeUrl, 'balance_transactions', movementSchema);
  return movements.reduce(
    (sum, { type, amount, fee }) => sum + BigInt(type === 'adjustment' ? amount - fee : amount),
    0n,
  );
}
