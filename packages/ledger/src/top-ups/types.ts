import type { TopUpFunding, TopUpStatus } from '@drawdown/shared/codes';
import type { Currency, Money } from '@drawdown/shared/money';
import type { Decline } from '@drawdown/shared/payments';
import type { Actor } from '../accounts/types.ts';
import type { ChargeAttempt } from '../charges/types.ts';
import type { RetryState } from '../collections/types.ts';
import type { Page, PageRequest } from '../database/page.ts';
import type { Payer, PaymentMethod } from '../payment-methods/types.ts';
import type { Refund } from '../refunds/types.ts';
import type { TopUpInvoice } from '../top-up-invoices/types.ts';

/** One request to add credit to a wallet, through all its states. */
export type TopUp = {
  id: string;
  accountId: string;
  walletId: string;
  /** The buyer whose card pays, or whose own wallet it is. */
  buyerId: string | null;
  buyerName: string | null;
  amount: Money;
  funding: TopUpFunding;
  /** `debt`: collects what a buyer owes for leads whose charge failed. */
  trigger: 'manual' | 'auto' | 'debt';
  status: TopUpStatus;
  payer: Payer | null;
  paymentMethod: PaymentMethod | null;
  reference: string | null;
  reason: string | null;
  decline: Decline | null;
  balanceAfter: Money | null;
  /** Paid on top of the amount, and no credit. */
  tax: Money;
  /** Whether it appears on a Stripe invoice; that invoice, once it is credited. */
  wantsInvoice: boolean;
  invoice: TopUpInvoice | null;
  chargeId: string | null;
  paymentIntentId: string | null;
  stripeChargeId: string | null;
  attempts: ChargeAttempt[];
  /** Only while its charge fails: when it is tried again by itself, what it waits for, and the card's incident. */
  nextAttemptAt: Date | null;
  retryState: RetryState | null;
  incidentId: string | null;
  refunds: Refund[];
  /** What undid it, where it had been mistyped. */
  correction: { amount: Money; reason: string; at: Date } | null;
  requestedBy: Actor;
  createdAt: Date;
  updatedAt: Date;
  endedAt: Date | null;
};

export type RequestTopUpInput = {
  accountId: string;
  walletId: string;
  amount: Money;
  funding: TopUpFunding;
  buyerId?: string | undefined;
  paymentMethodId?: string | undefined;
  /** The link by which its payer asks for it: a card that he gave for this one payment may make it. */
  payerLinkId?: string | undefined;
  reference?: string | undefined;
  reason?: string | undefined;
  /** Absent: as the buyer has it, else the account. Only card top-ups can be on one. */
  invoice?: boolean | undefined;
  /** Whether failed charges of this wallet that the credit covers are given up. Absent: they are. */
  cancelPendingRetry?: boolean | undefined;
  /** With the hash of the request body: same key and hash answer the same top-up. */
  idempotency?: { key: string; requestHash: string } | undefined;
};

export type RequestTopUpResult =
  /** `replayed`: the key was known, this is that top-up in its present state. */
  | { outcome: 'accepted'; topUp: TopUp; replayed: boolean }
  | { outcome: 'idempotency_key_reused' }
  | { outcome: 'wallet_not_found' }
  | { outcome: 'buyer_not_found' }
  | { outcome: 'payer_buyer_required' }
  | { outcome: 'no_payment_method'; payer: Payer }
  | { outcome: 'payment_method_not_found' }
  | { outcome: 'currency_mismatch'; expected: Currency }
  | { outcome: 'amount_below_minimum'; minimum: Money }
  | { outcome: 'amount_above_maximum'; maximum: Money }
  | { outcome: 'funding_not_permitted'; permitted: string[] };

export type TopUps = {
  /**
   * Writes the top-up, its charge and the outbox row that starts its workflow in one transaction. External and
   * promotional credit is posted in that same transaction and answers `succeeded`.
   */
  request(input: RequestTopUpInput, actor: Actor): Promise<RequestTopUpResult>;
  get(accountId: string, topUpId: string): Promise<TopUp | null>;
  list(
    accountId: string,
    filter: { walletId?: string | undefined; status?: TopUpStatus | undefined },
    page: PageRequest,
  ): Promise<Page<TopUp>>;
  /** For workflows, which know the id from a row of ours. */
  find(topUpId: string): Promise<TopUp | null>;
  /** Card top-ups that have not ended and were asked for before `olderThan`, oldest first, over all accounts. */
  listOpen(olderThan: Date, limit: number): Promise<TopUp[]>;
  /** Moves between waiting states. A final top-up stays as it is. */
  setWaiting(topUpId: string, status: 'processing' | 'requires_action'): Promise<TopUp>;
  /**
   * Posts the credit and ends the top-up, once, whatever its state was: money that came in is always credited.
   * The amount posted is the top-up's own; `paymentIntentId` is kept as the external reference of the posting.
   */
  credit(
    topUpId: string,
    payment: { paymentIntentId: string; stripeChargeId: string | null },
  ): Promise<TopUp>;
  /** Ends it as declined: Stripe refused to set the charge up at all. A final top-up stays as it is. */
  decline(topUpId: string, decline: Decline): Promise<TopUp>;
  /** Ends it as canceled (no money has come in: the caller canceled the PaymentIntent first). */
  cancel(topUpId: string, reason: string, actor: Actor): Promise<TopUp>;
};
