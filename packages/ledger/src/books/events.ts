import type { Currency } from '@drawdown/shared/money';

type Event = { accountId: string; currency: Currency; amountMinor: bigint };

/** What a wallet or buyer owes is on its receivable; whose it is, is the owner of the book. */
type WalletEvent = Event & { walletId: string };
type OwnerEvent = Event & { ownerId: string };

/** A sum that leaves a wallet as far as it reaches; the rest becomes owed, so that the wallet never goes below zero. */
type SplitEvent = WalletEvent & { ownerId: string; availableMinor: bigint };

type ReturnOfTrusted = {
  event: 'return_of_trusted';
  deliveryId: string;
  deliveryTxId: bigint;
  owedMinor: bigint;
};

/**
 * Every business event that moves money. docs/ledger.md has the same list as a table, and `postingFor` is the table
 * as code; a test compares them.
 */
export type BusinessEvent =
  | (WalletEvent & { event: 'top_up'; topUpId: string; paymentIntentId: string })
  | (WalletEvent & { event: 'external_credit'; topUpId: string })
  | (WalletEvent & { event: 'promotional_credit'; topUpId: string })
  | (WalletEvent & { event: 'delivery_from_wallet'; deliveryId: string })
  | (Event & { event: 'delivery_by_card'; deliveryId: string; paymentIntentId: string })
  | (OwnerEvent & { event: 'delivery_on_account'; deliveryId: string })
  | (WalletEvent & { event: 'return_to_wallet'; deliveryId: string; deliveryTxId: bigint })
  | (OwnerEvent & { event: 'return_on_account'; deliveryId: string; deliveryTxId: bigint })
  | (Event & { event: 'return_to_card'; deliveryId: string; deliveryTxId: bigint })
  /** Pays what is still owed for the lead first; what had been paid meanwhile is credited. */
  | (WalletEvent & OwnerEvent & ReturnOfTrusted)
  | (WalletEvent & { event: 'refund_requested'; refundId: string; creditTxId: bigint })
  | (Event & { event: 'refund_settled'; refundId: string; stripeRefundId: string })
  | (WalletEvent & { event: 'refund_failed'; refundId: string; refundTxId: bigint })
  /** Stripe had it as succeeded before. */
  | (WalletEvent & { event: 'refund_failed_later'; refundId: string; refundTxId: bigint })
  | (SplitEvent & { event: 'dashboard_refund'; stripeRefundId: string; creditTxId: bigint })
  | (WalletEvent & { event: 'dashboard_refund_failed'; refundId: string; refundTxId: bigint })
  /** Of a payment for leads themselves: nobody has credit that could be taken, the agency gave the money away. */
  | (Event & { event: 'dashboard_refund_of_leads'; stripeRefundId: string })
  | (Event & { event: 'dashboard_refund_of_leads_failed'; refundId: string; refundTxId: bigint })
  | (SplitEvent & { event: 'dispute_opened'; disputeId: string; creditTxId: bigint })
  | (WalletEvent & { event: 'dispute_won'; disputeId: string; disputeTxId: bigint })
  | (Event & { event: 'dispute_lost'; disputeId: string })
  | (Event & { event: 'stripe_fee'; balanceTransactionId: string })
  | (WalletEvent & { event: 'correction_of_external_credit'; topUpId: string; creditTxId: bigint })
  | (WalletEvent & { event: 'correction_of_promotional_credit'; topUpId: string; creditTxId: bigint })
  | (WalletEvent & { event: 'balance_moved'; toWalletId: string; switchId: string })
  | (WalletEvent & { event: 'settlement'; ownerId: string; creditKey: string })
  | (OwnerEvent & { event: 'payment_by_card'; paymentId: string; paymentIntentId: string })
  | (OwnerEvent & { event: 'payment_outside'; paymentId: string })
  | (OwnerEvent & { event: 'payment_reversed'; paymentId: string; paymentTxId: bigint })
  | (OwnerEvent & { event: 'write_off'; subjectId: string });
