import type { Money } from '@drawdown/shared/money';
import type { Decline, DeclineClass } from '@drawdown/shared/payments';
import type { RetryPolicy } from '@drawdown/shared/retries';
import type { Actor } from '../accounts/types.ts';
import type { Charge, ChargeAttempt } from '../charges/types.ts';
import type { Page, PageRequest } from '../database/page.ts';
import type { Payer, PaymentMethod } from '../payment-methods/types.ts';
import type { KnownAttempt, PayersOutcome } from './payers-outcome.ts';
import type { Postponed } from './postpone.ts';

export type RetryState = 'scheduled' | 'trying' | 'follows' | 'needs_card' | 'needs_payer';

export type ClosedAs = 'paid' | 'stopped' | 'paid_outside' | 'written_off' | 'funded_otherwise' | 'given_up';

/** What comes after a decline, as the pure schedule in `@drawdown/shared/retries` decided it. */
export type AfterDecline =
  | { kind: 'retry'; at: Date }
  /** Nothing more is tried with this card. `exhausted`: its schedule ran out, rather than that it is of no use. */
  | { kind: 'needs_card'; exhausted: boolean }
  | { kind: 'needs_payer' };

export type ReservedAttempt =
  | { outcome: 'reserved' }
  /** The issuer never wants to see this card again, or Stripe accepts nothing from it for a while. */
  | { outcome: 'card_blocked'; until: Date }
  /** Ten declined attempts on this card in thirty days, over everything. */
  | { outcome: 'budget_used_up'; freeAt: Date }
  /** Ten attempts on this card are declined or not decided yet: a place is free once one of those succeeds. */
  | { outcome: 'crowded' }
  /** An older open charge on the same card is the one that is tried; this one follows its success. */
  | { outcome: 'follows'; probeChargeId: string }
  /** The payer has made an attempt under this number himself meanwhile: how things are has to be read again. */
  | { outcome: 'taken' };

/** Whether the payer's bank may be asked now, on his own attempt, with the card that asked for him. */
export type PayersAttempt =
  /** `isSole`: no other call can be asking under it at this moment, so that this one's answer is all that will be heard. */
  | { outcome: 'reserved'; attempt: number; stripePaymentMethodId: string; isSole: boolean }
  | { outcome: 'card_blocked' | 'budget_used_up' | 'crowded' }
  /** The charge is not one that waits for him: it has ended, an attempt is under way, or only another card can help. */
  | { outcome: 'not_waiting' };

/** What `chargeRetry` needs to know each time it wakes. */
export type RetryFacts =
  | { state: 'ended'; closedAs: ClosedAs }
  | {
      state: 'open';
      charge: Charge;
      retryState: RetryState | null;
      nextAttemptAt: Date | null;
      /** Since when it is failing; giving up counts from here. */
      firstDeclinedAt: Date | null;
      /** The number that the next attempt gets. */
      nextAttempt: number;
      lastDecline: Decline | null;
      /** Declined attempts with the card that was declined last, oldest first. */
      declines: { class: DeclineClass; at: Date }[];
      /** The card to try next: the payer's default when it is another card than the one declined last. */
      card: PaymentMethod | null;
      /** True when `card` is another card (by fingerprint) than the one declined last. */
      isAnotherCard: boolean;
      /** A consented backup card that was not tried for this charge yet. */
      backupCard: PaymentMethod | null;
      /** The payer's backup card, tried or not. */
      backupCardId: string | null;
      /** As it was when the charge began to fail. */
      policy: RetryPolicy;
      policyLabel: string | null;
      /** False: every affected buyer is paused and wants no retries meanwhile. */
      retryWanted: boolean;
      affectedBuyers: { buyerId: string; name: string }[];
    };

/** A failing charge as people see it. */
export type FailingCharge = {
  charge: Charge;
  topUpId: string;
  walletId: string;
  walletName: string | null;
  retryState: RetryState;
  nextAttemptAt: Date | null;
  firstDeclinedAt: Date;
  lastDecline: Decline;
  declineClass: DeclineClass;
  incidentId: string;
  /** Other open charges that failed on the same card. */
  siblings: number;
  affectedBuyers: { buyerId: string; name: string }[];
  attempts: ChargeAttempt[];
  policyLabel: string | null;
};

export type CloseCharge = {
  chargeId: string;
  as: Exclude<ClosedAs, 'paid'>;
  actor: Actor;
  note: string | null;
  /** For `paid_outside`: the bank's reference or the like. */
  reference?: string | undefined;
};

export type RetryAsked = {
  chargeId: string;
  actor: Actor;
  reason: string;
  /** Of the message itself, so that it is written down once however often it is handed on. */
  askId: string;
};

export type Collections = {
  /**
   * Whether an attempt may be made, decided and reserved under the lock of the card before Stripe is asked. The same
   * attempt again answers the same. Writes the `charge_attempt` row (so `charges.beginAttempt` is not needed), with the
   * card's fingerprint. `first` is for a charge that nothing was tried for yet: asked for by a person it goes ahead even
   * while the card has an unresolved decline (`asked`), an automatic one follows.
   */
  reserveAttempt(input: {
    chargeId: string;
    attempt: number;
    paymentMethodId: string;
    asked: boolean;
  }): Promise<ReservedAttempt>;
  /**
   * The payer's own attempt, reserved before his bank is asked. While one of his is under way the same is answered again.
   * Refused where the charge does not wait for him.
   */
  reserveForPayer(chargeId: string): Promise<PayersAttempt>;
  /**
   * What Stripe says of an attempt of the payer's that is not decided yet; does nothing for any other. True where it is
   * decided now. May be repeated. Where Stripe shows no trace of one whose answer was lost, and it stands as
   * it did before that look (`asOf`), it never happened.
   */
  recordPayersOutcome(chargeId: string, seen: PayersOutcome, asOf?: KnownAttempt): Promise<boolean>;
  /**
   * In one transaction: the attempt's decline, the charge's schedule, its top-up as `retrying` (or `requires_action`),
   * the card's incident, the affected buyers and the pause reasons of those whose policy is to pause, the block of a
   * card that must not be tried again, the suspension of the rule that asked for it, and one mail for each incident.
   * May be repeated. Answers the buyers whose pause it opened.
   *
   * `mayAskBackup`: where a first decline is about the card, and the payer has a backup card that was not tried for this
   * charge, nothing follows yet beyond the attempt and the block of the card. Answers that card, which is to be asked
   * at once; without its success the same call without `mayAskBackup` has the consequences follow.
   */
  recordDecline(input: {
    chargeId: string;
    attempt: number;
    paymentIntentId: string | null;
    decline: Decline;
    next: AfterDecline;
    mayAskBackup?: boolean | undefined;
  }): Promise<{ pausedBuyerIds: string[]; backupCard: PaymentMethod | null }>;
  /** An attempt that could not be reserved: the charge waits (scheduled for `until`, following, or for a card). */
  postpone(input: Postponed): Promise<void>;
  /** Somebody wants an attempt at once: who, and why. Repeating it under the same `askId` changes nothing. */
  noteRetryAsked(input: RetryAsked): Promise<void>;
  facts(chargeId: string): Promise<RetryFacts>;
  /**
   * Ends a failing charge in another way than by being paid. Only after its PaymentIntent was canceled. Its top-up ends as
   * canceled (`paid_outside`: credited as external money, under the top-up's own key). Closes what it concerns.
   */
  close(input: CloseCharge): Promise<void>;
  /** Failing charges of an account, oldest first. */
  list(
    accountId: string,
    filter: { incidentId?: string | undefined; walletId?: string | undefined; buyerId?: string | undefined },
    page: PageRequest,
  ): Promise<Page<FailingCharge>>;
  get(accountId: string, chargeId: string): Promise<FailingCharge | null>;
  /** Failing charges over all accounts whose workflow may have been lost, oldest first. */
  listFailing(limit: number): Promise<{ chargeId: string; topUpId: string; accountId: string }[]>;
  /**
   * The default card of a payer changed, or Stripe updated it. Where it is another card (by fingerprint) than the one
   * declined: wakes the payer's failing charges, and lets suspended rules go on. The same card again: nothing.
   */
  cardChanged(input: { accountId: string; payer: Payer; updatedByIssuer: boolean }): Promise<void>;
};

export type ExposureOf = { buyerId: string; owed: Money; limit: Money };
