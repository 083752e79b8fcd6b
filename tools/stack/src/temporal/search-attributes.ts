/** The numbers of Temporal's IndexedValueType. */
const keyword = 2;
const integer = 3;
const datetime = 6;
const keywordList = 7;

/** What operators can search and filter workflows by. No secrets: the Temporal UI shows them in plain text. */
export const searchAttributes = {
  AccountId: keyword,
  BuyerId: keyword,
  WalletId: keyword,
  StripePaymentIntentId: keyword,
  FlowState: keyword,
  FailureCode: keyword,
  PauseReason: keywordList,
  NextAttemptAt: datetime,
  AmountMinor: integer,
} as const;
