import { randomUUID } from 'node:crypto';
import type { CreatePaymentIntentResult, LookedUp, PaymentGateway } from '@drawdown/payments';
import { isCurrency, money } from '@drawdown/shared/money';
import type { ChargeOutcome } from '@drawdown/shared/payments';
import { ApplicationFailure } from '@temporalio/common';
import type { ChargingBreaker, Held } from '../charging-breaker/charging-breaker.ts';
import type { Failpoints } from '../failpoints/failpoints.ts';
import type { ChargingProcess } from './charge-retry-facts.ts';

export type PaymentsActivityDeps = {
  payments: PaymentGateway;
  breaker: ChargingBreaker;
  failpoints: Failpoints;
};

export type TopUpPaymentsActivities = ReturnType<typeof createTopUpPaymentsActivities>;

export type CreateInput = {
  /** Absent in the histories of top-ups that were begun before charges were collected. */
  process?: ChargingProcess;
  idempotencyKey: string;
  stripeCustomerId: string;
  amountMinor: number;
  currency: string;
  description: string;
  metadata: Record<string, string>;
  /** The episode without charging that this call is to find over. */
  probe?: string;
};

export type ConfirmInput = {
  process?: ChargingProcess;
  idempotencyKey: string;
  paymentIntentId: string;
  stripePaymentMethodId: string;
  probe?: string;
};

/** Calls to Stripe. Declines and unknown outcomes are answers; what throws is technical. */
export function createTopUpPaymentsActivities({ payments, breaker, failpoints }: PaymentsActivityDeps) {
  return { createPaymentIntent, confirmPaymentIntent, lookUpPaymentIntent, cancelPaymentIntent };

  async function createPaymentIntent(input: CreateInput): Promise<CreatePaymentIntentResult | Held> {
    const { idempotencyKey, stripeCustomerId, amountMinor, currency, description, metadata } = input;
    const { process = 'top-up' } = input;
    if (!isCurrency(currency)) throw ApplicationFailure.nonRetryable(`Unknown currency ${currency}`);
    failpoints.hit(`${process}:before-create`);
    const created = await breaker.guard('set_up', input.probe, () =>
      payments.createPaymentIntent({
        idempotencyKey,
        customerId: stripeCustomerId,
        amount: money(BigInt(amountMinor), currency),
        description,
        metadata,
      }),
    );
    failpoints.hit(`${process}:after-create`);
    return created;
  }

  async function confirmPaymentIntent(input: ConfirmInput): Promise<ChargeOutcome | Held> {
    const { process = 'top-up', probe, ...order } = input;
    failpoints.hit(`${process}:before-confirm`);
    const outcome = await breaker.guard('charge', probe, () => payments.confirmPaymentIntent(order));
    failpoints.hit(`${process}:after-confirm`);
    return outcome;
  }

  /** Never answers `unknown`: it is asked again until Stripe says how things are. */
  async function lookUpPaymentIntent(input: {
    process?: ChargingProcess;
    paymentIntentId: string;
    knownStripeChargeIds: string[];
  }): Promise<Definite<LookedUp>> {
    const { paymentIntentId, knownStripeChargeIds } = input;
    return definite(await payments.lookUpPaymentIntent(paymentIntentId, { knownStripeChargeIds }));
  }

  /**
   * Cancels it, or answers what it is already. Canceling twice is harmless, so that each try has a key of its own: a
   * failure that Stripe stored under one key would be repeated for ever.
   */
  async function cancelPaymentIntent(input: {
    process?: ChargingProcess;
    paymentIntentId: string;
    idempotencyKey: string;
  }): Promise<Definite<ChargeOutcome>> {
    const { process = 'top-up', paymentIntentId } = input;
    const idempotencyKey = `${input.idempotencyKey}:${randomUUID()}`;
    failpoints.hit(`${process}:before-cancel`);
    const outcome = definite(await payments.cancelPaymentIntent({ paymentIntentId, idempotencyKey }));
    failpoints.hit(`${process}:after-cancel`);
    return outcome;
  }
}

type Definite<Outcome> = Exclude<Outcome, { outcome: 'unknown' }>;

function definite<Outcome extends LookedUp>(outcome: Outcome): Definite<Outcome> {
  if (isDefinite(outcome)) return outcome;
  throw ApplicationFailure.retryable('Stripe gives no usable answer', 'StripeUnclear', outcome);
}

function isDefinite<Outcome extends LookedUp>(outcome: Outcome): outcome is Definite<Outcome> {
  return outcome.outcome !== 'unknown';
}
