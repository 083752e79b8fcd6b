import type { Money } from '@drawdown/shared/money';
import type { ChargeOutcome, Decline } from '@drawdown/shared/payments';
import type { Stripe } from 'stripe';
import { toStripeAmount } from '../amounts/stripe-amount.ts';
import { describeFailure } from '../gateway/failure.ts';
import type { LookedUp } from './charge-outcome.ts';
import { settleWithCustomer } from './orphan.ts';
import { parsePaymentIntent } from './payment-intent.ts';
import { lookUp, NO_PAYMENT_INTENT, settle } from './settle.ts';

export type CreatePaymentIntentInput = {
  idempotencyKey: string;
  customerId: string;
  amount: Money;
  description: string;
  metadata: Record<string, string>;
};

export type CreatePaymentIntentResult =
  | { outcome: 'created'; paymentIntentId: string }
  | { outcome: 'rejected'; decline: Decline; detail: string }
  | { outcome: 'unknown'; detail: string };

export type ConfirmPaymentIntentInput = {
  idempotencyKey: string;
  paymentIntentId: string;
  stripePaymentMethodId: string;
};

/** The calls that move money. Everything that can happen to a charge is an answer; only bugs and bad keys throw. */
export function createCharges(stripe: Stripe) {
  return { createPaymentIntent, confirmPaymentIntent, lookUpPaymentIntent, cancelPaymentIntent };

  async function createPaymentIntent(input: CreatePaymentIntentInput): Promise<CreatePaymentIntentResult> {
    const { idempotencyKey, customerId, description, metadata } = input;
    const amount = toStripeAmount(input.amount);
    if (amount.outcome === 'notChargeable')
      return { outcome: 'rejected', decline: refusal('invalid_amount'), detail: amount.detail };
    try {
      const answer = await stripe.paymentIntents.create(
        {
          amount: amount.amount,
          currency: amount.currency,
          customer: customerId,
          automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
          description,
          metadata,
        },
        { idempotencyKey },
      );
      const intent = parsePaymentIntent(answer);
      if (!intent) return { outcome: 'unknown', detail: NO_PAYMENT_INTENT };
      return { outcome: 'created', paymentIntentId: intent.id };
    } catch (error) {
      const failure = describeFailure(error);
      switch (failure.kind) {
        case 'declined':
          return { outcome: 'rejected', decline: failure.decline, detail: failure.decline.code };
        case 'unknown':
          return { outcome: 'unknown', detail: failure.detail };
        case 'unexpectedState':
          return { outcome: 'unknown', detail: 'Stripe refused the state of a new PaymentIntent' };
        case 'technical':
          throw failure.error;
      }
    }
  }

  async function confirmPaymentIntent(input: ConfirmPaymentIntentInput): Promise<ChargeOutcome> {
    const { paymentIntentId, stripePaymentMethodId } = input;
    const { outcome } = await settleWithCustomer(stripe, input, (idempotencyKey) =>
      stripe.paymentIntents.confirm(
        paymentIntentId,
        {
          payment_method: stripePaymentMethodId,
          off_session: true,
          // What the networks call it: a saved card that is charged by us, at no fixed dates.
          payment_method_options: { card: { stored_credential_usage: 'unscheduled' } },
        },
        { idempotencyKey },
      ),
    );
    return outcome;
  }

  async function lookUpPaymentIntent(
    paymentIntentId: string,
    { knownStripeChargeIds }: { knownStripeChargeIds: readonly string[] },
  ): Promise<LookedUp> {
    const { outcome } = await lookUp(stripe, paymentIntentId, knownStripeChargeIds);
    return outcome;
  }

  async function cancelPaymentIntent(input: {
    paymentIntentId: string;
    idempotencyKey: string;
  }): Promise<ChargeOutcome> {
    const { paymentIntentId, idempotencyKey } = input;
    const { outcome } = await settle(stripe, paymentIntentId, () =>
      stripe.paymentIntents.cancel(paymentIntentId, {}, { idempotencyKey }),
    );
    return outcome;
  }
}

function refusal(code: string): Decline {
  return { code, adviceCode: null, networkDeclineCode: null, stripeChargeId: null };
}
