import type { FundingReason, RefusalCode } from '@drawdown/shared/codes';
import type { Currency, Money } from '@drawdown/shared/money';
import type { Page, PageRequest } from '../database/page.ts';

export type DeliverLeadInput = {
  accountId: string;
  buyer: { id: string } | { externalId: string };
  leadId: string;
  price: Money;
  labels?: Record<string, string> | undefined;
  idempotency?: { key: string; requestHash: string } | undefined;
};

export type FundingMechanism = 'wallet' | 'direct_charge' | 'net_terms' | 'manual';

export type FundingRung = 'wallet' | 'card' | 'credit' | 'manual' | 'trust';

export type Delivery = {
  id: string;
  accountId: string;
  buyerId: string;
  walletId: string;
  leadId: string;
  price: Money;
  outcome: 'delivered' | 'pending' | 'returned' | 'refused';
  fundedBy: FundingRung | null;
  /** Why another rung than the wallet; null for the wallet. */
  fundingReason: FundingReason | null;
  /** Only for `refused`. */
  refusalCode: RefusalCode | null;
  /** Right after this delivery. */
  balanceAfter: Money | null;
  /** What was available when it was decided. */
  availableSeen: Money;
  labels: Record<string, string>;
  createdAt: Date;
  /** Null while it is pending. */
  decidedAt: Date | null;
};

export type DeliverLeadResult =
  /** `replayed`: decided before; nothing was taken now. */
  | { outcome: 'delivered'; delivery: Delivery; replayed: boolean }
  /** A card is being charged for it: it is not to be delivered yet. */
  | { outcome: 'pending'; delivery: Delivery; replayed: boolean }
  | {
      outcome: 'refused';
      delivery: Delivery;
      code: RefusalCode;
      available: Money;
      required: Money;
      topUpInProgress: boolean;
      replayed: boolean;
    }
  | { outcome: 'buyer_not_found' }
  | { outcome: 'currency_mismatch'; expected: Currency }
  | { outcome: 'lead_price_conflict'; deliveryId: string; price: Money }
  | { outcome: 'idempotency_key_reused' }
  | { outcome: 'overloaded'; retryAfterMs: number };

type EligibilityFacts = {
  available: Money;
  required: Money;
  topUpInProgress: boolean;
  /**
   * What the wallet still pays: in leads of this price, and in hours at the pace of its last 24 (null: there was none).
   */
  runway: { leads: bigint; hours: number | null };
};

/** What would come of a lead right now. */
export type Eligibility =
  | ({ outcome: 'eligible'; fundedBy: FundingRung } & EligibilityFacts)
  | ({ outcome: 'ineligible'; code: RefusalCode } & EligibilityFacts)
  | { outcome: 'buyer_not_found' }
  | { outcome: 'currency_mismatch'; expected: Currency };

export type Deliveries = {
  /**
   * Decides and pays in one round trip. A (buyer, lead) pair is delivered at most once whatever keys are used; with
   * an idempotency key the first answer is final, a refusal too. Concurrent calls on one wallet share round trips.
   */
  deliver(input: DeliverLeadInput): Promise<DeliverLeadResult>;
  /**
   * Answers in the order asked. Leads of one wallet are decided in that order too, except that one whose lead or key
   * stands in the batch before is decided after the others: it has to see what came of the first.
   */
  deliverBatch(inputs: DeliverLeadInput[]): Promise<DeliverLeadResult[]>;
  /**
   * Asks the decision of a delivery without deciding: answers in the order asked, from one snapshot, and locks, records
   * and pauses nothing. It reserves nothing either: a lead that comes in between may take the money.
   */
  eligibility(accountId: string, buyerIds: string[], price: Money): Promise<Eligibility[]>;
  get(accountId: string, deliveryId: string): Promise<Delivery | null>;
  list(
    accountId: string,
    filter: {
      buyerId?: string | undefined;
      leadId?: string | undefined;
      outcome?: Delivery['outcome'] | undefined;
    },
    page: PageRequest,
  ): Promise<Page<Delivery>>;
};
