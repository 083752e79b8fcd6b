import { REFUND_ORIGINS, REFUND_STATUSES } from '@drawdown/shared/codes';
import { moneyOf, oneOf } from '../database/parse.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import type { Refund } from './types.ts';

export const withItsPayment = {
  charge: {
    select: { paymentIntentId: true, paymentMethod: { select: { brand: true, last4: true } } },
  },
} satisfies Prisma.RefundRowInclude;

export type RefundWithItsPayment = Prisma.RefundRowGetPayload<{ include: typeof withItsPayment }>;

const ACTOR_KINDS = ['user', 'api_key', 'workflow', 'system'] as const;

export function toRefund(row: RefundWithItsPayment): Refund {
  return {
    id: row.id,
    accountId: row.accountId,
    chargeId: row.chargeId,
    walletId: row.walletId,
    topUpId: row.topUpId,
    deliveryId: row.deliveryId,
    amount: moneyOf(row.amountMinor, row.currency),
    origin: oneOf(REFUND_ORIGINS, row.origin),
    status: oneOf(REFUND_STATUSES, row.status),
    reason: row.reason,
    paymentIntentId: row.charge.paymentIntentId,
    stripeRefundId: row.stripeRefundId,
    failureReason: row.failureReason,
    card: row.charge.paymentMethod,
    turnedAutoTopUpOff: row.turnedAutoTopUpOff,
    requestedBy: {
      kind: oneOf(ACTOR_KINDS, row.requestedByKind),
      id: row.requestedById,
      label: row.requestedByLabel,
    },
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    endedAt: row.endedAt,
  };
}
