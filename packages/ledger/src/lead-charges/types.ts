import type { Money } from '@drawdown/shared/money';
import type { Decline } from '@drawdown/shared/payments';
import type { LeadChargeInput } from '@drawdown/shared/workflows';
import type { Charge } from '../charges/types.ts';
import type { AfterDecline } from '../collections/types.ts';

/** How a lead that a card pays for stands, and what that meant for others. */
export type LeadStanding = {
  outcome: 'pending' | 'delivered' | 'refused';
  accountId: string;
  deliveryId: string;
  buyerId: string;
  walletId: string;
  chargeId: string;
  /** The top-up as which its charge is collected, or that money which came too late was credited as. */
  topUpId: string | null;
  /** Buyers that this very step has paused. */
  pausedBuyerIds: string[];
};

/** What `collectLeadCharge` needs to know at its start. */
export type LeadChargeFacts =
  | { state: 'decided'; outcome: 'delivered' | 'refused' }
  | {
      state: 'open';
      charge: Charge;
      leadId: string;
      buyerName: string;
      /** Recorded before: all that is left is to cancel the payment and to refuse the lead. */
      decline: Decline | null;
    };

export type LeadReservation =
  | { outcome: 'reserved' }
  /** As many attempts as the card may decline are under way: soon one of them is decided. */
  | { outcome: 'crowded' }
  /** The card must not be tried: the lead was decided without it. */
  | { outcome: 'decided'; lead: LeadStanding };

export type LeadDecline = {
  chargeId: string;
  attempt: number;
  /** Null where Stripe refused to set the payment up. */
  paymentIntentId: string | null;
  decline: Decline;
  /** What the retry schedule says. A lead is delivered on trust only where its charge is tried again by itself. */
  next: AfterDecline;
};

export type LeadPayment = { chargeId: string; paymentIntentId: string; stripeChargeId: string | null };

/** The start of the workflow that charges for a lead, and what its line for operators says. */
export type LeadChargeStart = { input: LeadChargeInput; buyerName: string; amount: Money };

/** The charge behind a delivery, for its receipt. */
export type DeliveryCharge = {
  chargeId: string;
  card: { brand: string; last4: string };
  paymentIntentId: string | null;
  stripeChargeId: string | null;
};

/**
 * Charges for single leads, from the pending delivery to its end. Every step may be repeated: it answers how the lead
 * stands, and changes nothing that is decided.
 */
export type LeadCharges = {
  facts(chargeId: string): Promise<LeadChargeFacts>;
  /**
   * Reserves an attempt within the limits of the card before Stripe is asked. Where the card must not be tried (it was
   * declined and that is not resolved, or its limits are used up) the lead is decided at once: on trust where the buyer
   * is trusted, else refused.
   */
  reserve(input: { chargeId: string; attempt: number }): Promise<LeadReservation>;
  /**
   * The card was charged: the lead is delivered and posted, and what the card had paused goes on. Money that comes for a
   * lead that was refused is credited to the wallet as a top-up.
   */
  paid(payment: LeadPayment): Promise<LeadStanding>;
  /**
   * The card was declined. By the buyer's policy the lead is delivered on trust, and its charge collected as a top-up that
   * pays the debt; or the buyer is paused, and the lead stays pending until its payment is canceled and `refuse` is called.
   */
  declined(input: LeadDecline): Promise<LeadStanding>;
  /** Only once its payment can no longer succeed: canceled at Stripe, or never confirmed. */
  refuse(chargeId: string): Promise<LeadStanding>;
  /** How to start the workflow of a lead's charge; null for a charge of anything else. */
  startOf(chargeId: string): Promise<LeadChargeStart | null>;
  /** Charges of leads that are still pending, oldest first. */
  listPending(olderThan: Date, limit: number): Promise<LeadChargeStart[]>;
  /** By the id of the delivery; deliveries that no card was charged for are missing. */
  ofDeliveries(deliveryIds: readonly string[]): Promise<Map<string, DeliveryCharge>>;
};
