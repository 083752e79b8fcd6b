import type { PaymentSource } from '@drawdown/shared/codes';
import type { Currency, Money } from '@drawdown/shared/money';
import type { Actor } from '../accounts/types.ts';
import type { Page, PageRequest } from '../database/page.ts';

/** Money that came in for what a buyer owes on account, with the invoices that it was counted towards. */
export type Payment = {
  id: string;
  accountId: string;
  buyerId: string;
  /** The one invoice that it pays; null where it pays several, or none yet. */
  invoiceId: string | null;
  amount: Money;
  source: PaymentSource;
  reference: string | null;
  note: string | null;
  paymentIntentId: string | null;
  receivedAt: Date;
  recordedBy: string;
  createdAt: Date;
  allocations: { invoiceId: string; amount: Money }[];
  /** What pays leads that are on no invoice yet; the next one is less by it. */
  unallocated: Money;
  reversed: { at: Date; reason: string; by: string } | null;
};

export type RecordPaymentInput = {
  accountId: string;
  buyerId: string;
  amount: Money;
  reference: string;
  receivedAt?: Date | undefined;
  invoiceId?: string | undefined;
  note?: string | undefined;
  /** With the hash of the request: same key and hash answer the same payment. */
  idempotency?: { key: string; requestHash: string } | undefined;
};

export type RecordPaymentResult =
  /** `replayed`: the key was known, this is that payment. */
  | { outcome: 'recorded'; payment: Payment; replayed: boolean }
  | { outcome: 'idempotency_key_reused' }
  | { outcome: 'buyer_not_found' }
  | { outcome: 'invoice_not_found' }
  | { outcome: 'invoice_not_open'; status: string }
  | { outcome: 'currency_mismatch'; expected: Currency }
  /** What is owed: of the named invoice, else of all that can be paid on account. */
  | { outcome: 'exceeds_owed'; owed: Money };

export type ReversePaymentResult =
  | { outcome: 'reversed'; payment: Payment }
  | { outcome: 'payment_not_found' }
  | { outcome: 'not_reversible'; because: NotReversible };

export type NotReversible =
  /** Stripe gives back what Stripe took. */
  | 'paid_at_stripe'
  /** What was paid ahead is a line of an invoice already. */
  | 'on_next_invoice'
  /** Stripe was told of it, and opens no invoice again. */
  | 'closed_at_stripe'
  | 'invoice_closed';

export type ReceivablePayments = {
  /**
   * Posts money that came in outside Stripe, takes it off the named invoice or the oldest open ones, and closes those with
   * nothing left to pay. Never more than is owed.
   */
  record(input: RecordPaymentInput, actor: Actor): Promise<RecordPaymentResult>;
  /** Takes a mistyped payment back as a whole: the sum is owed again. Repeated, it answers the same. */
  reverse(
    input: { accountId: string; paymentId: string; reason: string },
    actor: Actor,
  ): Promise<ReversePaymentResult>;
  get(accountId: string, paymentId: string): Promise<Payment | null>;
  /** Newest first; null when the buyer is not of this account. */
  list(accountId: string, buyerId: string, page: PageRequest): Promise<Page<Payment> | null>;
};
