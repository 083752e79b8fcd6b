import type { ChargeRetryInput } from '@drawdown/shared/workflows';
import type { OpenRetry, RetryCard } from '../../activities/charge-retry-facts.ts';
import { type Attempt, topUpOrder } from '../charging/attempt.ts';
import type { Messages } from './messages.ts';

/** What every step of collecting one charge shares. */
export type Flow = {
  input: ChargeRetryInput;
  messages: Messages;
  /** Until when a card must not be asked for again because its budget refused the last attempt (in milliseconds). */
  refusedUntil: Map<string, number>;
  startedAt: number;
  /** Whose charge it is, for operators. */
  heading: string;
  /** How often Stripe was looked at since the last attempt, while the payer is waited for. */
  looks: number;
  /** False only for a run that began before it told who asked for an attempt, and its top-up what comes next. */
  tellsMore: boolean;
  /** What its top-up was told last. */
  toldNext: string;
};

export type AttemptWith = {
  number: number;
  card: RetryCard;
  begun: boolean;
  olderFailure?: OldFailure | null;
};

/** What Stripe says about an attempt that was none of ours, as of before the next one. */
export type OldFailure = { stripeChargeId: string | null; code: string };

export function attemptWith({ input }: Flow, facts: OpenRetry, with_: AttemptWith): Attempt {
  const { chargeId } = input;
  const { number, card, begun, olderFailure = null } = with_;
  const oldChargeId = olderFailure?.stripeChargeId ?? null;
  return {
    process: 'charge-retry',
    chargeId,
    order: topUpOrder(input),
    number,
    begun,
    paymentIntentId: facts.paymentIntentId,
    knownStripeChargeIds:
      oldChargeId === null ? facts.knownStripeChargeIds : [...facts.knownStripeChargeIds, oldChargeId],
    olderFailure: oldChargeId === null ? (olderFailure?.code ?? null) : null,
    stripeCustomerId: facts.stripeCustomerId,
    stripePaymentMethodId: card.stripePaymentMethodId,
    amountMinor: facts.amountMinor,
    currency: facts.currency,
  };
}
