import type { TopUpInput } from '@drawdown/shared/workflows';
import type { AttemptRef, OpenTopUp } from '../../activities/top-up-facts.ts';
import { type Attempt, topUpOrder } from '../charging/attempt.ts';
import type { Conversation } from './conversation.ts';

/** What every step of one top-up shares. */
export type Flow = {
  input: TopUpInput;
  facts: OpenTopUp;
  conversation: Conversation;
  /** False only for a top-up that was begun before declined charges were collected: a decline ends it. */
  collects: boolean;
};

export function attemptOf({ input, facts }: Flow): AttemptRef {
  return { topUpId: input.topUpId, chargeId: facts.chargeId, attempt: facts.attempt };
}

export function firstAttempt({ input, facts }: Flow): Attempt {
  const { topUpId, accountId, walletId } = input;
  return {
    process: 'top-up',
    chargeId: facts.chargeId,
    order: topUpOrder({ topUpId, chargeId: facts.chargeId, accountId, walletId }),
    number: facts.attempt,
    begun: facts.attemptBegun,
    paymentIntentId: facts.paymentIntentId,
    knownStripeChargeIds: facts.knownStripeChargeIds,
    olderFailure: null,
    stripeCustomerId: facts.stripeCustomerId,
    stripePaymentMethodId: facts.stripePaymentMethodId,
    amountMinor: facts.amountMinor,
    currency: facts.currency,
  };
}
