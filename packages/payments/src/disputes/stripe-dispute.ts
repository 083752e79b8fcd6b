import type { SeenDispute } from '@drawdown/shared/payments';
import { z } from 'zod';
import { fromStripeAmount } from '../amounts/stripe-amount.ts';

const reference = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);

const movementSchema = z.object({
  object: z.literal('balance_transaction'),
  id: z.string().min(1),
  amount: z.int(),
  fee: z.int(),
  currency: z.string(),
});

const disputeSchema = z.object({
  object: z.literal('dispute'),
  id: z.string().min(1),
  amount: z.int(),
  currency: z.string(),
  created: z.int(),
  reason: z.string(),
  status: z.string(),
  payment_intent: reference.nullish(),
  balance_transactions: z.array(movementSchema),
  evidence_details: z.object({ due_by: z.int().nullish(), submission_count: z.int() }),
});

/** Null for any answer that is no dispute. */
export function parseDispute(answer: unknown): SeenDispute | null {
  const parsed = disputeSchema.safeParse(answer);
  if (!parsed.success) return null;
  const { id, amount, currency, created, reason, status, evidence_details: details } = parsed.data;
  const dueBy = details.due_by ?? null;
  return {
    stripeDisputeId: id,
    paymentIntentId: parsed.data.payment_intent ?? null,
    amountMinor: fromStripeAmount(amount, currency),
    currency: currency.toUpperCase(),
    reason,
    status,
    evidenceDueAt: dueBy === null ? null : new Date(dueBy * 1000).toISOString(),
    evidenceSubmitted: details.submission_count > 0,
    createdAt: new Date(created * 1000).toISOString(),
    movements: parsed.data.balance_transactions.map((movement) => ({
      balanceTransactionId: movement.id,
      amountMinor: fromStripeAmount(movement.amount, movement.currency),
      feeMinor: fromStripeAmount(movement.fee, movement.currency),
      currency: movement.currency.toUpperCase(),
    })),
  };
}
