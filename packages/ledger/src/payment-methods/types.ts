import type { Actor } from '../accounts/types.ts';

/** Whose card is charged. */
export type Payer = { kind: 'account' } | { kind: 'buyer'; buyerId: string };

export type PaymentMethod = {
  id: string;
  accountId: string;
  payer: Payer;
  stripePaymentMethodId: string;
  brand: string;
  last4: string;
  expMonth: number;
  expYear: number;
  /** Stripe's identity of the card itself: the same for each time the same card is saved. */
  fingerprint: string | null;
  isDefault: boolean;
  createdAt: Date;
};

export type SavePaymentMethodInput = {
  accountId: string;
  payer: Payer;
  stripePaymentMethodId: string;
  brand: string;
  last4: string;
  expMonth: number;
  expYear: number;
  fingerprint: string | null;
};

export type PaymentMethods = {
  /** The payer's first card becomes its default. The same Stripe payment method again answers the same row. */
  save(input: SavePaymentMethodInput, actor: Actor): Promise<PaymentMethod>;
  list(accountId: string, payer: Payer): Promise<PaymentMethod[]>;
  get(accountId: string, paymentMethodId: string): Promise<PaymentMethod | null>;
  /** Null when it is no card of this payer. */
  setDefault(
    accountId: string,
    payer: Payer,
    paymentMethodId: string,
    actor: Actor,
  ): Promise<PaymentMethod | null>;
  /** Removes the card here (the caller detaches it at Stripe); the newest other card becomes the default. */
  remove(
    accountId: string,
    payer: Payer,
    paymentMethodId: string,
    actor: Actor,
  ): Promise<PaymentMethod | null>;
  /** The payer's customer at Stripe; null until one was created. */
  stripeCustomerId(accountId: string, payer: Payer): Promise<string | null>;
  /** Keeps the first customer id that was stored and answers it, so that two concurrent creations agree. */
  rememberStripeCustomer(accountId: string, payer: Payer, stripeCustomerId: string): Promise<string>;
};
