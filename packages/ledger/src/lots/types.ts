import type { Money } from '@drawdown/shared/money';

/** One credit of a wallet and how much of it is still there. */
export type Lot = {
  /** The transaction that brought it. */
  txId: bigint;
  kind: 'top_up' | 'external_credit' | 'promotional_credit' | 'other';
  /** The top-up behind it, where there is one. */
  topUpId: string | null;
  /** Place in the wallet's history. */
  version: bigint;
  amount: Money;
  unspent: Money;
};

export type Lots = {
  /** Every credit of the wallet, oldest first; null when the wallet is not of this account. */
  ofWallet(accountId: string, walletId: string): Promise<Lot[] | null>;
};
