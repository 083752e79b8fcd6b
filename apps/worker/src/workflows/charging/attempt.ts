import type { ChargeOutcome, Decline } from '@drawdown/shared/payments';
import type { ChargingProcess } from '../../activities/charge-retry-facts.ts';

/** What Stripe has said for certain. */
export type KnownOutcome = Exclude<ChargeOutcome, { outcome: 'unknown' }>;

export type Only<Outcome> = Extract<KnownOutcome, { outcome: Outcome }>;

/** One try to collect one charge with one card. Every try of a charge confirms the same PaymentIntent. */
export type Attempt = {
  process: ChargingProcess;
  chargeId: string;
  /** What the payment is set up with. The same key must always carry the same words, or Stripe refuses it: ids only. */
  order: { description: string; metadata: Record<string, string> };
  number: number;
  /** An earlier run may have asked Stripe already: look before asking again. */
  begun: boolean;
  paymentIntentId: string | null;
  /** Failed charges of earlier attempts; what Stripe says about those is old news. */
  knownStripeChargeIds: string[];
  /** The code of an older failure that Stripe has no charge for, such as a confirmation that the payer did not pass. */
  olderFailure: string | null;
  stripeCustomerId: string;
  stripePaymentMethodId: string;
  amountMinor: number;
  currency: string;
};

/** A top-up's payment, whoever sets it up. */
export function topUpOrder(ids: { topUpId: string; chargeId: string; accountId: string; walletId: string }) {
  const { topUpId, chargeId, accountId, walletId } = ids;
  return { description: `Top-up ${topUpId}`, metadata: { topUpId, chargeId, accountId, walletId } };
}

export type News = 'cancelRequested' | 'paymentChanged' | 'nothing';

export type NoAnswer = {
  purpose: string;
  detail: string;
  begun: boolean;
  /** How many there were in this round. */
  tries: number;
  /** When Stripe is asked again by itself. */
  lookAt: Date;
};

/** The process around an attempt: hears messages while the attempt waits, and shows what it waits for. */
export type Company = {
  /** Waits for something to act on, at most `delayMs`. */
  listen(pause: { delayMs: number; summary: string }): Promise<News>;
  /** A try brought no usable answer. */
  stillUnknown(about: NoAnswer): Promise<void>;
  /** Stripe works on it and cannot say yet; it is looked at again at `lookAt`. */
  stillProcessing(outcome: Only<'processing'>, lookAt: Date): Promise<void>;
  /** A wish to give up came while Stripe was processing the payment. */
  refuseToStop(): Promise<void>;
};

/** A decline in the shape that the payer's missing confirmation has too. */
export function declineOf(outcome: Only<'declined' | 'requiresAction'>): Decline {
  return (
    outcome.decline ?? {
      code: 'authentication_required',
      adviceCode: null,
      networkDeclineCode: null,
      stripeChargeId: null,
    }
  );
}
