import type { ChargeNews, TopUpInput } from '@drawdown/shared/workflows';

/** What must reach Temporal, written in the transaction that made it necessary. */
export type OutboxMessage =
  | { kind: 'start_top_up'; input: TopUpInput }
  /** A Stripe event waits in the inbox to be processed. */
  | { kind: 'stripe_event'; eventId: string }
  /** Something changed for a charge that is being collected. */
  | { kind: 'charge_news'; chargeId: string; news: ChargeNews }
  /** Reasons of a buyer's pause were opened or closed. */
  | { kind: 'pause_changed'; buyerId: string; accountId: string };

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
  /** Messages that wait, and since when the oldest does. */
  backlog(): Promise<{ waiting: number; oldestAt: Date | null }>;
};
