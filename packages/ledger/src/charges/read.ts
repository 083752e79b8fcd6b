import type { Decline } from '@drawdown/shared/payments';
import type { RetryState } from '../collections/types.ts';
import { moneyOf, oneOf } from '../database/parse.ts';
import type { ChargeAttemptRow, PaymentMethodRow, Prisma } from '../generated/prisma/client.ts';
import { toPaymentMethod } from '../payment-methods/read.ts';
import type { Charge, ChargeAttempt } from './types.ts';

export const withItsAttempts = {
  paymentMethod: true,
  attempts: { include: { paymentMethod: true }, orderBy: { number: 'asc' } },
} satisfies Prisma.ChargeRowInclude;

type ChargeWithItsAttempts = Prisma.ChargeRowGetPayload<{ include: typeof withItsAttempts }>;

const ATTEMPT_OUTCOMES = [
  'pending',
  'succeeded',
  'processing',
  'requiresAction',
  'declined',
  'canceled',
  'unknown',
] as const;

const RETRY_STATES: readonly RetryState[] = ['scheduled', 'trying', 'follows', 'needs_card', 'needs_payer'];

export function retryStateOf({ retryState }: { retryState: string | null }): RetryState | null {
  return retryState === null ? null : oneOf(RETRY_STATES, retryState);
}

/** The top-up as which a charge is collected. @throws Error for one that is not: only those are ever retried. */
export function collectedTopUpId({ id, topUpId }: { id: string; topUpId: string | null }): string {
  if (topUpId === null) throw new Error(`charge ${id} is collected as no top-up`);
  return topUpId;
}

type DeclineColumns = {
  declineCode: string | null;
  declineAdviceCode: string | null;
  declineNetworkCode: string | null;
  stripeChargeId?: string | null;
};

export function toDecline(row: DeclineColumns): Decline | null {
  if (row.declineCode === null) return null;
  return {
    code: row.declineCode,
    adviceCode: row.declineAdviceCode,
    networkDeclineCode: row.declineNetworkCode,
    stripeChargeId: row.stripeChargeId ?? null,
  };
}

export function declineColumns(decline: Decline | null) {
  return {
    declineCode: decline?.code ?? null,
    declineAdviceCode: decline?.adviceCode ?? null,
    declineNetworkCode: decline?.networkDeclineCode ?? null,
  };
}

export function toAttempt(row: ChargeAttemptRow & { paymentMethod: PaymentMethodRow }): ChargeAttempt {
  return {
    number: row.number,
    outcome: oneOf(ATTEMPT_OUTCOMES, row.outcome),
    decline: toDecline(row),
    paymentMethodId: row.paymentMethodId,
    stripePaymentMethodId: row.paymentMethod.stripePaymentMethodId,
    fingerprint: row.fingerprint ?? row.paymentMethod.fingerprint,
    card: { brand: row.paymentMethod.brand, last4: row.paymentMethod.last4 },
    byPayer: row.byPayer,
    startedAt: row.startedAt,
    decidedAt: row.decidedAt,
  };
}

export function toCharge(row: ChargeWithItsAttempts): Charge {
  return {
    id: row.id,
    accountId: row.accountId,
    purpose: oneOf(['top_up', 'lead', 'invoice'], row.purpose),
    topUpId: row.topUpId,
    deliveryId: row.deliveryId,
    invoiceId: row.invoiceId,
    payer: row.buyerId === null ? { kind: 'account' } : { kind: 'buyer', buyerId: row.buyerId },
    amount: moneyOf(row.amountMinor, row.currency),
    status: oneOf(['open', 'succeeded', 'declined', 'canceled'], row.status),
    paymentIntentId: row.paymentIntentId,
    stripeChargeId: row.stripeChargeId,
    stripeCustomerId: row.stripeCustomerId,
    paymentMethod: toPaymentMethod(row.paymentMethod),
    attempts: row.attempts.map(toAttempt),
  };
}
