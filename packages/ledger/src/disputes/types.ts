import type { DisputeStatus, DisputeVerdict } from '@drawdown/shared/codes';
import type { Money } from '@drawdown/shared/money';
import type { SeenDispute } from '@drawdown/shared/payments';
import type { Page, PageRequest } from '../database/page.ts';
import type { Payer } from '../payment-methods/types.ts';

/** A payment of ours that its payer disputes with the bank. */
export type Dispute = {
  id: string;
  accountId: string;
  stripeDisputeId: string;
  status: DisputeStatus;
  /** Stripe's own word. */
  stripeStatus: string;
  reason: string;
  amount: Money;
  fromWallet: Money;
  fromReceivable: Money;
  /** What its debtor owes for it at this moment, at most. */
  stillOwed: Money;
  /** In the currency of Stripe's balance; null where Stripe has taken none. */
  fee: Money | null;
  verdict: DisputeVerdict | null;
  evidenceDueAt: Date | null;
  evidenceSubmitted: boolean;
  payment: DisputedPayment;
  walletId: string | null;
  walletName: string | null;
  buyerId: string | null;
  buyerName: string | null;
  pausedBuyers: { buyerId: string; name: string }[];
  /** When its money was taken; null for an inquiry. */
  takenAt: Date | null;
  openedAt: Date;
  endedAt: Date | null;
};

export type DisputedPayment = {
  purpose: 'top_up' | 'lead' | 'invoice';
  amount: Money;
  paidAt: Date | null;
  payer: Payer;
  card: { brand: string; last4: string } | null;
  paymentIntentId: string | null;
  chargeId: string | null;
  topUpId: string | null;
  deliveryId: string | null;
  invoiceId: string | null;
};

export type RecordDisputeResult =
  | { outcome: 'recorded'; dispute: Dispute; isNew: boolean }
  /** Somebody else's payment on the same Stripe account. */
  | { outcome: 'not_ours' }
  /** The payment is not in the books yet: to be tried again once it is. */
  | { outcome: 'not_credited_yet'; chargeId: string };

export type DisputeFilter = {
  statuses?: readonly DisputeStatus[] | undefined;
  walletId?: string | undefined;
  buyerId?: string | undefined;
  topUpId?: string | undefined;
};

/** A line of evidence: a lead that the disputed payment paid for, or a debt that it settled. */
export type EvidenceLine = {
  at: Date;
  kind: 'lead' | 'settled_debt' | 'other';
  /** What the line took in all, and how much of that the disputed payment paid. */
  price: Money;
  covered: Money;
  deliveryId: string | null;
  leadId: string | null;
  buyerId: string | null;
  buyerName: string | null;
  labels: Record<string, string>;
  returnedAt: Date | null;
};

export type Evidence = { dispute: Dispute; lines(): AsyncIterable<EvidenceLine> };

export type Disputes = {
  /**
   * Brings the records to what Stripe says of a dispute at this moment: the row and its workflow's start, what it takes and
   * gives back, fees, whom it pauses and what it freezes, the verdict, and the mail about it. Everything once, however
   * often, in whatever order, and by however many at once it is called.
   */
  record(seen: SeenDispute, by: 'event' | 'workflow'): Promise<RecordDisputeResult>;
  find(disputeId: string): Promise<Dispute | null>;
  get(accountId: string, disputeId: string): Promise<Dispute | null>;
  list(accountId: string, filter: DisputeFilter, page: PageRequest): Promise<Page<Dispute>>;
  /** Disputes over all accounts that have no verdict, oldest first. */
  listOpen(limit: number): Promise<Dispute[]>;
  /** Writes the reminder of the evidence that is due, once for each number. */
  remind(input: { disputeId: string; number: number }): Promise<void>;
  /** The bank that issued the card takes a payment for fraud: told once for each warning; no money moves. */
  recordFraudWarning(warning: FraudWarning): Promise<'recorded' | 'known' | 'not_ours'>;
  /** What the disputed payment paid for; null when there is no such dispute. */
  evidence(accountId: string, disputeId: string): Promise<Evidence | null>;
};

export type FraudWarning = {
  stripeWarningId: string;
  paymentIntentId: string | null;
  fraudType: string;
  actionable: boolean;
};
