/**
 * Names under which operators find workflows. Keyword, because ids are compared whole; no personal data, because
 * search attributes are stored in clear text.
 */
export const SEARCH_ATTRIBUTES = {
  accountId: 'AccountId',
  buyerId: 'BuyerId',
  walletId: 'WalletId',
  stripePaymentIntentId: 'StripePaymentIntentId',
  flowState: 'FlowState',
  failureCode: 'FailureCode',
  pauseReason: 'PauseReason',
  nextAttemptAt: 'NextAttemptAt',
  amountMinor: 'AmountMinor',
} as const;
