const MESSAGES: Readonly<Record<string, string>> = {
  lost_or_stolen_card: 'The card was reported lost or stolen, so that its bank takes no refund.',
  expired_or_canceled_card: 'The card has expired or was canceled, so that its bank takes no refund.',
  insufficient_funds: 'There was not enough money in the Stripe balance.',
  insufficient_balance: 'There was not enough money in the Stripe balance.',
  charge_for_pending_refund_disputed: 'The payment was disputed while its refund was on its way.',
  disputed: 'The payment is disputed: the bank has taken it back already.',
  already_refunded: 'The payment had been refunded before, in Stripe itself.',
  declined: 'The bank declined the refund.',
  merchant_request: 'The refund was canceled at Stripe.',
  canceled: 'The refund was canceled at Stripe.',
  not_refundable: 'Stripe cannot refund this payment.',
};

/** Why a refund failed, in words for a human. */
export function refundFailureWords(reason: string): string {
  return MESSAGES[reason] ?? 'The bank or Stripe could not pay the refund out.';
}
