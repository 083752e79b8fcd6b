import type { RefundOrigin, RefundStatus, TopUpFunding, TopUpStatus } from '@drawdown/shared/codes';
import type { Currency, Money } from '@drawdown/shared/money';
import type { Actor } from '../accounts/types.ts';
import type { Page, PageRequest } from '../database/page.ts';
import type { TopUp } from '../top-ups/types.ts';

/** Money on its way back to a card. It has left the books already when the row is there. */
export type Refund = {
  id: string;
  accountId: string;
  chargeId: string;
  /** Whose money it is, and where it goes if it fails; null for a payment that was made for leads themselves. */
  walletId: string | null;
  topUpId: string | null;
  /** The returned lead that it pays back. */
  deliveryId: string | null;
  amount: Money;
  origin: RefundOrigin;
  status: RefundStatus;
  reason: string | null;
  paymentIntentId: string | null;
  stripeRefundId: string | null;
  failureReason: string | null;
  card: { brand: string; last4: string };
  /** It left the wallet at the threshold of its rule, which was switched off with it. */
  turnedAutoTopUpOff: boolean;
  requestedBy: Actor;
  createdAt: Date;
  updatedAt: Date;
  endedAt: Date | null;
};

/** What of a top-up can go back to its card, and what limits it; `null` where nothing does. */
export type Refundable = {
  amount: Money;
  paid: Money;
  unspent: Money;
  refunded: Money;
  available: Money;
  limitedBy: RefundLimit | null;
  /** A refund of this much or more makes the wallet's automatic top-up due. */
  autoTopUpFrom: Money | null;
};

export type RefundLimit =
  | 'not_paid_by_card'
  | 'not_succeeded'
  | 'disputed'
  /** Leads have used it. */
  | 'spent'
  /** Refunded before, here or at Stripe. */
  | 'refunded'
  /** Reserved by holds. */
  | 'reserved';

type Idempotency = { key: string; requestHash: string };

export type RequestRefundInput = {
  accountId: string;
  topUpId: string;
  amount: Money;
  reason?: string | undefined;
  /** Leaves the rule of the wallet on, also where the refund makes it due. */
  keepAutoTopUp?: boolean | undefined;
  idempotency?: Idempotency | undefined;
};

export type RequestRefundResult =
  /** `replayed`: the key was known, this is that refund in its present state. */
  | { outcome: 'accepted'; refund: Refund; replayed: boolean }
  | { outcome: 'idempotency_key_reused' }
  | { outcome: 'top_up_not_found' }
  | { outcome: 'currency_mismatch'; expected: Currency }
  | { outcome: 'not_succeeded'; status: TopUpStatus }
  | { outcome: 'not_paid_by_card'; funding: TopUpFunding }
  | { outcome: 'disputed' }
  | { outcome: 'limit_exceeded'; refundable: Refundable };

export type CorrectTopUpResult =
  /** `replayed`: it had been corrected before; nothing was taken now. */
  | { outcome: 'corrected'; topUp: TopUp; replayed: boolean }
  | { outcome: 'top_up_not_found' }
  | { outcome: 'paid_by_card' }
  | { outcome: 'not_succeeded'; status: TopUpStatus }
  | { outcome: 'nothing_left' };

/** A refund as Stripe shows it. */
export type StripeRefund = {
  stripeRefundId: string;
  paymentIntentId: string | null;
  /** The id of ours that it was made under. */
  refundId: string | null;
  amountMinor: bigint;
  currency: string;
  status: 'pending' | 'succeeded' | 'failed';
  failureReason: string | null;
};

export type FollowedRefund =
  | { outcome: 'followed'; refund: Refund }
  /** Asked for by us: its workflow follows it. */
  | { outcome: 'ours'; refund: Refund }
  | { outcome: 'nothing_to_do'; because: string }
  /** What it gives back is not in the books yet; to be asked again. */
  | { outcome: 'too_early'; because: string };

export type Refunds = {
  /**
   * Takes the sum from the wallet and writes the refund and its workflow's start in one transaction, never more than what
   * is unspent of that top-up, available in the wallet, and not refunded yet.
   */
  request(input: RequestRefundInput, actor: Actor): Promise<RequestRefundResult>;
  /** Null when there is no such top-up in the account. */
  refundable(accountId: string, topUpId: string): Promise<Refundable | null>;
  get(accountId: string, refundId: string): Promise<Refund | null>;
  list(accountId: string, filter: RefundFilter, page: PageRequest): Promise<Page<Refund>>;
  /** For workflows, which know the id from a row of ours. */
  find(refundId: string): Promise<Refund | null>;
  /** Pending ones asked for here before `olderThan`, oldest first, over all accounts. */
  listOpen(olderThan: Date, limit: number): Promise<Refund[]>;
  /** Keeps Stripe's id, the first one for ever. */
  rememberStripeRefund(refundId: string, stripeRefundId: string): Promise<Refund>;
  /** Stripe says it succeeded: it is in flight no more. Once; a failed one stays failed. */
  settle(refundId: string, stripeRefundId: string): Promise<Refund>;
  /** Stripe says it failed, also after it had succeeded: the money is in the wallet again. Once. */
  fail(refundId: string, failure: RefundFailure): Promise<Refund>;
  /** What Stripe shows of any refund: one that is none of ours is followed, once for its id, in any order. */
  follow(refund: StripeRefund): Promise<FollowedRefund>;
  /** Takes back what is unspent of an external or promotional credit, once. */
  correct(input: CorrectTopUpInput, actor: Actor): Promise<CorrectTopUpResult>;
};

export type RefundFilter = {
  topUpId?: string | undefined;
  walletId?: string | undefined;
  status?: RefundStatus | undefined;
};

export type RefundFailure = { reason: string; stripeRefundId?: string | null };

export type CorrectTopUpInput = { accountId: string; topUpId: string; reason: string };
