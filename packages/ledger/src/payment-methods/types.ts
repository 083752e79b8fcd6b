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
  /** Tried once when the default card was declined; its payer has agreed to that. */
  isBackup: boolean;
  /** The link by which its payer gave it for one payment and no other; null: saved for later charges. */
  forLinkId: string | null;
  /** What its payer agreed to when it was saved, or made the backup card. */
  consent: { text: string; by: string; at: Date } | null;
  lastSucceededAt: Date | null;
  createdAt: Date;
};

/** `blockedUntil`: no charge of anybody goes to this card before that, because its bank refused it for good or for a day. */
export type SavedCard = PaymentMethod & { blockedUntil: Date | null };

export type SavePaymentMethodInput = {
  accountId: string;
  payer: Payer;
  stripePaymentMethodId: string;
  brand: string;
  last4: string;
  expMonth: number;
  expYear: number;
  fingerprint: string | null;
  consent?: { text: string; by: string } | undefined;
  /** The payer has agreed to no later charge: the card makes the payment of this link, and is then let go. */
  forLinkId?: string | undefined;
};

/** A card that is to be detached at Stripe. */
export type SpentCard = { id: string; accountId: string; stripePaymentMethodId: string };

/** Who had a customer at Stripe. */
export type PayerOfCustomer = { accountId: string; payer: Payer };

export type RemovePaymentMethodResult =
  | { outcome: 'removed'; paymentMethod: PaymentMethod }
  | { outcome: 'payment_method_not_found' }
  /** Nothing was removed: without it an automatic top-up that is on has no card, which has to be confirmed. */
  | { outcome: 'last_card_of_auto_top_up' };

export type SetBackupResult =
  /** `paymentMethod` null: there is no backup card any more. */
  | { outcome: 'saved'; paymentMethod: PaymentMethod | null }
  | { outcome: 'payment_method_not_found' }
  /** The default card cannot stand in for itself. */
  | { outcome: 'is_default' };

/** A card that is some payer's default or backup and expires soon. */
export type ExpiringCard = { paymentMethod: PaymentMethod; buyerName: string | null; autoTopUp: boolean };

export type PaymentMethods = {
  /**
   * The payer's first card becomes its default. The same Stripe payment method again answers the same row: one that was
   * given for one payment is saved by it where its payer consents now, and a saved one stays saved.
   */
  save(input: SavePaymentMethodInput, actor: Actor): Promise<PaymentMethod>;
  /** Those saved for later charges; here and wherever a card is chosen, one that was given for one payment is none. */
  list(accountId: string, payer: Payer): Promise<SavedCard[]>;
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
    input: { accountId: string; payer: Payer; paymentMethodId: string; confirm: boolean },
    actor: Actor,
  ): Promise<RemovePaymentMethodResult>;
  /** One backup card for each payer, with the words its payer agreed to. `paymentMethodId` null: none any more. */
  setBackup(
    input: { accountId: string; payer: Payer; paymentMethodId: string | null; consentText: string },
    actor: Actor,
  ): Promise<SetBackupResult>;
  /**
   * What Stripe says about a saved card now. Null when it is no card of ours or nothing changed. Charges that wait for new
   * details of a default card are woken in the same transaction.
   */
  updateFromStripe(
    card: Omit<SavePaymentMethodInput, 'accountId' | 'payer' | 'consent'>,
  ): Promise<PaymentMethod | null>;
  /** Whether it is a card that is saved here now. */
  isSaved(stripePaymentMethodId: string): Promise<boolean>;
  /** A card that Stripe has let go of is removed, once. Null when it is no saved card of ours, or was removed before. */
  removeGone(stripePaymentMethodId: string): Promise<PaymentMethod | null>;
  /**
   * The customer is deleted at Stripe: its payer has no card and no customer any more, and rules that charge it say so. A card
   * that is saved later gets a new customer. Answers whom it concerned; nobody when it was done before.
   */
  forgetCustomer(stripeCustomerId: string): Promise<PayerOfCustomer[]>;
  /** Whether Stripe has told that this customer was deleted. */
  isCustomerDeleted(stripeCustomerId: string): Promise<boolean>;
  /** Default and backup cards whose last day is before `before`, over all accounts. */
  expiringCards(before: Date): Promise<ExpiringCard[]>;
  /** Writes the mail for cards that expire within 60, 30 or 7 days of `now`, once for each step. Answers how many. */
  noticeExpiring(now: Date): Promise<number>;
  /**
   * Removes the cards whose one payment is final, or can come no more, and answers those that Stripe still has. From the
   * removal on nothing charges them; asked again, it answers each until `markDetached`.
   */
  removeSpent(limit: number): Promise<SpentCard[]>;
  /** Stripe has let go of it. */
  markDetached(paymentMethodId: string): Promise<void>;
  /** The payer's customer at Stripe; null until one was created. */
  stripeCustomerId(accountId: string, payer: Payer): Promise<string | null>;
  /**
   * Keeps the first customer id that was stored and answers it, so that two concurrent creations agree. One that was
   * deleted at Stripe is not kept.
   */
  rememberStripeCustomer(accountId: string, payer: Payer, stripeCustomerId: string): Promise<string>;
};
