import { TOP_UP_FUNDINGS, TOP_UP_STATUSES } from '@drawdown/shared/codes';
import { retryStateOf, toAttempt, toDecline } from '../charges/read.ts';
import { moneyOf, oneOf, optionalMoneyOf } from '../database/parse.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { toPaymentMethod } from '../payment-methods/read.ts';
import type { Payer } from '../payment-methods/types.ts';
import { toRefund, withItsPayment } from '../refunds/read.ts';
import { toTopUpInvoice } from '../top-up-invoices/read.ts';
import type { TopUp } from './types.ts';

export const withItsCharge = {
  refunds: { include: withItsPayment, orderBy: { id: 'asc' } },
  buyer: { select: { name: true } },
  invoiceRow: true,
  charge: {
    include: {
      paymentMethod: true,
      attempts: { include: { paymentMethod: true }, orderBy: { number: 'asc' } },
    },
  },
} satisfies Prisma.TopUpRowInclude;

type TopUpWithItsCharge = Prisma.TopUpRowGetPayload<{ include: typeof withItsCharge }>;

const ACTOR_KINDS = ['user', 'api_key', 'workflow', 'system'] as const;

export function toTopUp(row: TopUpWithItsCharge): TopUp {
  const { charge } = row;
  return {
    id: row.id,
    accountId: row.accountId,
    walletId: row.walletId,
    buyerId: row.buyerId,
    buyerName: row.buyer?.name ?? null,
    amount: moneyOf(row.amountMinor, row.currency),
    funding: oneOf(TOP_UP_FUNDINGS, row.funding),
    trigger: oneOf(['manual', 'auto', 'debt'], row.trigger),
    status: oneOf(TOP_UP_STATUSES, row.status),
    payer: payerOf(row),
    paymentMethod: charge && toPaymentMethod(charge.paymentMethod),
    reference: row.reference,
    reason: row.reason,
    decline: toDecline(row),
    balanceAfter: optionalMoneyOf(row.balanceAfterMinor, row.currency),
    tax: moneyOf(row.taxMinor, row.currency),
    wantsInvoice: row.invoice,
    invoice: row.invoiceRow && toTopUpInvoice(row.invoiceRow),
    chargeId: charge?.id ?? null,
    paymentIntentId: charge?.paymentIntentId ?? null,
    stripeChargeId: charge?.stripeChargeId ?? null,
    attempts: charge?.attempts.map(toAttempt) ?? [],
    nextAttemptAt: charge?.nextAttemptAt ?? null,
    retryState: charge ? retryStateOf(charge) : null,
    incidentId: charge?.incidentId ?? null,
    refunds: row.refunds.map(toRefund),
    correction: correctionOf(row),
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

function payerOf(row: { funding: string; buyerId: string | null }): Payer | null {
  if (row.funding === 'account_card') return { kind: 'account' };
  if (row.funding === 'buyer_card' && row.buyerId !== null) return { kind: 'buyer', buyerId: row.buyerId };
  return null;
}

type CorrectionColumns = {
  correctedMinor: bigint | null;
  correctionReason: string | null;
  correctedAt: Date | null;
  currency: string;
};

function correctionOf({ correctedMinor, correctionReason, correctedAt, currency }: CorrectionColumns) {
  if (correctedMinor === null || correctionReason === null || correctedAt === null) return null;
  return { amount: moneyOf(correctedMinor, currency), reason: correctionReason, at: correctedAt };
}
