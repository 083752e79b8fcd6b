import type { Money } from '@drawdown/shared/money';
import type { ChargeOutcome, Decline } from '@drawdown/shared/payments';
import type { Payer, PaymentMethod } from '../payment-methods/types.ts';

export type ChargeStatus = 'open' | 'succeeded' | 'declined' | 'canceled';

/** One sum to collect from a card: one charge is one PaymentIntent, whatever the number of attempts. */
export type Charge = {
  id: string;
  accountId: string;
  purpose: 'top_up' | 'lead' | 'invoice';
  /** Of a lead's charge: the top-up as which it is collected once it has failed and its lead was delivered on trust. */
  topUpId: string | null;
  deliveryId: string | null;
  invoiceId: string | null;
  payer: Payer;
  amount: Money;
  status: ChargeStatus;
  paymentIntentId: string | null;
  stripeChargeId: string | null;
  stripeCustomerId: string;
  paymentMethod: PaymentMethod;
  attempts: ChargeAttempt[];
};

/** A charge that is, or by now has become, a top-up. */
export type TopUpCharge = Charge & { topUpId: string };

export type ChargeAttempt = {
  number: number;
  outcome: 'pending' | ChargeOutcome['outcome'];
  decline: Decline | null;
  paymentMethodId: string;
  stripePaymentMethodId: string;
  /** Stripe's identity of the card when it was tried; null where it gave none. */
  fingerprint: string | null;
  card: { brand: string; last4: string };
  /** Made by the payer himself, with his bank: it is never repeated without him. */
  byPayer: boolean;
  startedAt: Date;
  decidedAt: Date | null;
};

export type Succeeded = Extract<ChargeOutcome, { outcome: 'succeeded' }>;

export type Charges = {
  get(chargeId: string): Promise<Charge | null>;
  findByPaymentIntent(paymentIntentId: string): Promise<Charge | null>;
  /** Stores the id before anything is confirmed; the first id wins and is answered. */
  rememberPaymentIntent(chargeId: string, paymentIntentId: string): Promise<string>;
  /**
   * The row stands before Stripe is asked; repeating it changes nothing. `collections.reserveAttempt` does the same within
   * the limits of the card.
   */
  beginAttempt(chargeId: string, attempt: number): Promise<void>;
  /** What became of an attempt. A decided attempt is not decided again; an unknown one may be. */
  recordOutcome(chargeId: string, attempt: number, outcome: ChargeOutcome): Promise<void>;
  /**
   * The money came in: the attempt of the card that Stripe says has paid has succeeded, whichever was asked last, and no
   * other one may still succeed. `attempt` is the number of one that nobody has recorded yet. Repeating it changes nothing.
   */
  recordPayment(chargeId: string, attempt: number, payment: Succeeded): Promise<void>;
};
