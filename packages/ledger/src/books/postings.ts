import type { BookKind } from './books.ts';
import type { BusinessEvent } from './events.ts';

export type TransactionKind =
  | 'top_up'
  | 'external_credit'
  | 'promotional_credit'
  | 'delivery'
  | 'return'
  | 'refund'
  | 'refund_settled'
  | 'refund_reversal'
  | 'dispute'
  | 'dispute_reversal'
  | 'dispute_lost'
  | 'stripe_fee'
  | 'correction'
  | 'settlement'
  | 'receivable_payment'
  | 'write_off'
  | 'transfer';

export type EventLine = { book: BookKind; ownerId?: string; amountMinor: bigint };

export type EventPosting = {
  kind: TransactionKind;
  /** Natural key: the same event posts once. */
  key: string;
  subjectId: string;
  /** Stripe's id of the money behind it; unique in an account. */
  externalRef?: string;
  /** The transaction that it takes back, whole or in part. */
  reversesTxId?: bigint;
  lines: EventLine[];
};

/**
 * The lines of a business event, credit-positive: what a wallet gains is `+`, what Stripe or a buyer owes us is `-`.
 * They sum to zero. One case for each row of the table in docs/ledger.md.
 */
export function postingFor(event: BusinessEvent): EventPosting {
  const { amountMinor: amount } = event;
  switch (event.event) {
    case 'top_up': {
      const { topUpId, paymentIntentId } = event;
      const lines = [wallet(event, amount), shared('stripe_clearing', -amount)];
      return {
        kind: 'top_up',
        key: `top_up:${topUpId}`,
        subjectId: topUpId,
        externalRef: paymentIntentId,
        lines,
      };
    }
    case 'external_credit': {
      const lines = [wallet(event, amount), shared('external_receipts', -amount)];
      return { kind: 'external_credit', key: `top_up:${event.topUpId}`, subjectId: event.topUpId, lines };
    }
    case 'promotional_credit': {
      const lines = [wallet(event, amount), shared('promotions', -amount)];
      return { kind: 'promotional_credit', key: `top_up:${event.topUpId}`, subjectId: event.topUpId, lines };
    }
    case 'delivery_from_wallet':
      return delivery(event.deliveryId, [wallet(event, -amount), shared('lead_revenue', amount)]);
    case 'delivery_by_card': {
      const lines = [shared('stripe_clearing', -amount), shared('lead_revenue', amount)];
      return { ...delivery(event.deliveryId, lines), externalRef: event.paymentIntentId };
    }
    case 'delivery_on_account':
      return delivery(event.deliveryId, [receivable(event, -amount), shared('lead_revenue', amount)]);
    case 'return_to_wallet':
      return returned(event, wallet(event, amount));
    case 'return_on_account':
      return returned(event, receivable(event, amount));
    case 'return_to_card':
      return returned(event, shared('refunds_in_flight', amount));
    case 'return_of_trusted': {
      const owed = event.owedMinor < 0n ? 0n : event.owedMinor;
      const fromDebt = owed < amount ? owed : amount;
      const { lines, ...posting } = returned(event, receivable(event, fromDebt));
      return {
        ...posting,
        lines: [receivable(event, fromDebt), wallet(event, amount - fromDebt), ...lines.slice(1)].filter(
          (line) => line.amountMinor !== 0n,
        ),
      };
    }
    case 'refund_requested': {
      const lines = [wallet(event, -amount), shared('refunds_in_flight', amount)];
      return {
        kind: 'refund',
        key: `refund:${event.refundId}`,
        subjectId: event.refundId,
        reversesTxId: event.creditTxId,
        lines,
      };
    }
    case 'refund_settled': {
      const lines = [shared('refunds_in_flight', -amount), shared('stripe_clearing', amount)];
      const { refundId, stripeRefundId } = event;
      return {
        kind: 'refund_settled',
        key: `refund_settled:${refundId}`,
        subjectId: refundId,
        externalRef: stripeRefundId,
        lines,
      };
    }
    case 'refund_failed':
      return refundFailed(event, [wallet(event, amount), shared('refunds_in_flight', -amount)]);
    case 'refund_failed_later':
    case 'dashboard_refund_failed':
      return refundFailed(event, [wallet(event, amount), shared('stripe_clearing', -amount)]);
    case 'dashboard_refund_of_leads_failed':
      return refundFailed(event, [shared('lead_revenue', amount), shared('stripe_clearing', -amount)]);
    case 'dashboard_refund_of_leads': {
      const { stripeRefundId } = event;
      const lines = [shared('lead_revenue', -amount), shared('stripe_clearing', amount)];
      const key = `dashboard_refund:${stripeRefundId}`;
      return { kind: 'refund', key, subjectId: stripeRefundId, externalRef: stripeRefundId, lines };
    }
    case 'dashboard_refund': {
      const { stripeRefundId, creditTxId } = event;
      const lines = [...takenFrom(event), shared('stripe_clearing', amount)];
      const key = `dashboard_refund:${stripeRefundId}`;
      return {
        kind: 'refund',
        key,
        subjectId: stripeRefundId,
        externalRef: stripeRefundId,
        reversesTxId: creditTxId,
        lines,
      };
    }
    case 'dispute_opened': {
      const lines = [...takenFrom(event), shared('disputed_funds', amount)];
      const { disputeId, creditTxId } = event;
      return {
        kind: 'dispute',
        key: `dispute:${disputeId}`,
        subjectId: disputeId,
        reversesTxId: creditTxId,
        lines,
      };
    }
    case 'dispute_won': {
      const lines = [wallet(event, amount), shared('disputed_funds', -amount)];
      const { disputeId, disputeTxId } = event;
      return {
        kind: 'dispute_reversal',
        key: `dispute_won:${disputeId}`,
        subjectId: disputeId,
        reversesTxId: disputeTxId,
        lines,
      };
    }
    case 'dispute_lost': {
      const lines = [shared('disputed_funds', -amount), shared('stripe_clearing', amount)];
      return {
        kind: 'dispute_lost',
        key: `dispute_lost:${event.disputeId}`,
        subjectId: event.disputeId,
        lines,
      };
    }
    case 'stripe_fee': {
      const { balanceTransactionId: id } = event;
      const lines = [shared('stripe_fees', -amount), shared('stripe_clearing', amount)];
      return { kind: 'stripe_fee', key: `stripe_fee:${id}`, subjectId: id, externalRef: id, lines };
    }
    case 'correction_of_external_credit':
      return correction(event, [wallet(event, -amount), shared('external_receipts', amount)]);
    case 'correction_of_promotional_credit':
      return correction(event, [wallet(event, -amount), shared('promotions', amount)]);
    case 'balance_moved': {
      const { switchId, walletId, toWalletId } = event;
      const lines = [wallet(event, -amount), wallet({ walletId: toWalletId }, amount)];
      return { kind: 'transfer', key: `transfer:${switchId}:${walletId}`, subjectId: switchId, lines };
    }
    case 'settlement': {
      const lines = [wallet(event, -amount), receivable(event, amount)];
      const key = `settlement:${event.creditKey}:${event.ownerId}`;
      return { kind: 'settlement', key, subjectId: event.ownerId, lines };
    }
    case 'payment_by_card': {
      const lines = [receivable(event, amount), shared('stripe_clearing', -amount)];
      const { paymentId, paymentIntentId } = event;
      return {
        kind: 'receivable_payment',
        key: `payment:${paymentId}`,
        subjectId: paymentId,
        externalRef: paymentIntentId,
        lines,
      };
    }
    case 'payment_outside': {
      const lines = [receivable(event, amount), shared('external_receipts', -amount)];
      return {
        kind: 'receivable_payment',
        key: `payment:${event.paymentId}`,
        subjectId: event.paymentId,
        lines,
      };
    }
    case 'payment_reversed': {
      const lines = [receivable(event, -amount), shared('external_receipts', amount)];
      const { paymentId, paymentTxId } = event;
      return {
        kind: 'correction',
        key: `payment_reversed:${paymentId}`,
        subjectId: paymentId,
        reversesTxId: paymentTxId,
        lines,
      };
    }
    case 'write_off': {
      const lines = [receivable(event, amount), shared('write_offs', -amount)];
      return { kind: 'write_off', key: `write_off:${event.subjectId}`, subjectId: event.subjectId, lines };
    }
  }
}

function wallet({ walletId }: { walletId: string }, amountMinor: bigint): EventLine {
  return { book: 'wallet', ownerId: walletId, amountMinor };
}

function receivable({ ownerId }: { ownerId: string }, amountMinor: bigint): EventLine {
  return { book: 'receivable', ownerId, amountMinor };
}

/** A book that the account has once for each currency. */
function shared(book: Exclude<BookKind, 'wallet' | 'receivable'>, amountMinor: bigint): EventLine {
  return { book, amountMinor };
}

function delivery(deliveryId: string, lines: EventLine[]): EventPosting {
  return { kind: 'delivery', key: `delivery:${deliveryId}`, subjectId: deliveryId, lines };
}

type Returned = { deliveryId: string; deliveryTxId: bigint; amountMinor: bigint };

function returned({ deliveryId, deliveryTxId, amountMinor }: Returned, to: EventLine): EventPosting {
  const lines = [to, shared('lead_revenue', -amountMinor)];
  return {
    kind: 'return',
    key: `return:${deliveryId}`,
    subjectId: deliveryId,
    reversesTxId: deliveryTxId,
    lines,
  };
}

/** Under one key whatever it gives back: a refund fails once. */
function refundFailed(
  { refundId, refundTxId }: { refundId: string; refundTxId: bigint },
  lines: EventLine[],
): EventPosting {
  return {
    kind: 'refund_reversal',
    key: `refund_failed:${refundId}`,
    subjectId: refundId,
    reversesTxId: refundTxId,
    lines,
  };
}

type Correction = { topUpId: string; creditTxId: bigint };

function correction({ topUpId, creditTxId }: Correction, lines: EventLine[]): EventPosting {
  return {
    kind: 'correction',
    key: `correction:${topUpId}`,
    subjectId: topUpId,
    reversesTxId: creditTxId,
    lines,
  };
}

type Taken = { walletId: string; ownerId: string; amountMinor: bigint; availableMinor: bigint };

/** What the wallet has, and the rest from the owner's receivable: never a line of nothing. */
function takenFrom(event: Taken): EventLine[] {
  const { amountMinor, availableMinor } = event;
  const present = availableMinor < 0n ? 0n : availableMinor;
  const fromWallet = present < amountMinor ? present : amountMinor;
  return [wallet(event, -fromWallet), receivable(event, fromWallet - amountMinor)].filter(
    (line) => line.amountMinor !== 0n,
  );
}
