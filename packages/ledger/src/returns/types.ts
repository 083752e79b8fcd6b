import type { ReturnCode, ReturnedTo } from '@drawdown/shared/codes';
import type { Money } from '@drawdown/shared/money';
import type { Actor } from '../accounts/types.ts';
import type { Delivery } from '../deliveries/types.ts';
import type { Refund } from '../refunds/types.ts';

/** A delivered lead that was given back, and where its money went. */
export type LeadReturn = {
  id: string;
  deliveryId: string;
  code: ReturnCode;
  note: string | null;
  amount: Money;
  returnedTo: ReturnedTo;
  /** The refund to the card that had paid, while or after it was tried. */
  refundId: string | null;
  returnedBy: Actor;
  at: Date;
};

export type ReturnLeadInput = {
  accountId: string;
  deliveryId: string;
  code: ReturnCode;
  note?: string | undefined;
  idempotency?: { key: string; requestHash: string } | undefined;
};

export type ReturnLeadResult =
  /** `replayed`: it had been returned before; nothing was given back now. */
  | { outcome: 'returned'; delivery: Delivery; lead: LeadReturn; refund: Refund | null; replayed: boolean }
  | { outcome: 'delivery_not_found' }
  | { outcome: 'idempotency_key_reused' }
  | { outcome: 'not_delivered'; state: 'pending' | 'refused' }
  | { outcome: 'returned_before'; lead: LeadReturn }
  | { outcome: 'window_over'; windowDays: number; endedAt: Date }
  /** The bank has taken the payment back, or may yet. */
  | { outcome: 'disputed' }
  /** Its payment was refunded in full before. */
  | { outcome: 'refunded_before' };

export type Returns = {
  /**
   * Gives a lead back, once, to whatever paid for it: the wallet that it was drawn from, what the buyer owes, or the card.
   */
  return(input: ReturnLeadInput, actor: Actor): Promise<ReturnLeadResult>;
  /** By the id of the delivery; those that were not returned are missing. */
  ofDeliveries(deliveryIds: readonly string[]): Promise<Map<string, LeadReturn>>;
};
