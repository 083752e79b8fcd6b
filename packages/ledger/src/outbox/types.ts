import type {
  ChargeNews,
  DisputeInput,
  InvoicePeriodInput,
  LeadChargeInput,
  RefundInput,
  TopUpInput,
} from '@drawdown/shared/workflows';

/** What must reach Temporal, written in the transaction that made it necessary. */
export type OutboxMessage =
  | { kind: 'start_top_up'; input: TopUpInput }
  | { kind: 'start_lead_charge'; input: LeadChargeInput }
  | { kind: 'start_refund'; input: RefundInput }
  | { kind: 'start_dispute'; input: DisputeInput }
  /** A dispute stands otherwise than its workflow knows. */
  | { kind: 'dispute_news'; disputeId: string }
  | { kind: 'start_invoice_period'; input: InvoicePeriodInput }
  /** Something was paid, credited or ended of the invoice of a period. */
  | { kind: 'invoice_news'; invoiceId: string }
  /** A Stripe event waits in the inbox to be processed. */
  | { kind: 'stripe_event'; eventId: string }
  /** Something changed for a charge that is being collected. */
  | { kind: 'charge_news'; chargeId: string; news: ChargeNews }
  /** Reasons of a buyer's pause were opened or closed. */
  | { kind: 'pause_changed'; buyerId: string; accountId: string }
  /** The invoice of a top-up has something that Stripe has not been told. */
  | { kind: 'top_up_invoice'; topUpId: string };

export type OutboxItem = { id: string; message: OutboxMessage; attempts: number; createdAt: Date };

export type Outbox = {
  /**
   * Takes up to `limit` due messages, oldest first, and leases them for `leaseMs`: no other relay takes them
   * meanwhile, and one whose relay died becomes due again.
   */
  claim(limit: number, leaseMs: number): Promise<OutboxItem[]>;
  done(id: string): Promise<void>;
  /** Due again after `delayMs`; the message is kept for ever until it is done. */
  retryLater(id: string, delayMs: number, error: string): Promise<void>;
  /** For who already delivered the start himself. */
  topUpStarted(topUpId: string): Promise<void>;
  leadChargeStarted(chargeId: string): Promise<void>;
  refundStarted(refundId: string): Promise<void>;
  /** Messages that wait, and since when the oldest does. */
  backlog(): Promise<{ waiting: number; oldestAt: Date | null }>;
};
