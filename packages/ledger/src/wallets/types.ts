import type { EntryType } from '@drawdown/shared/http';
import type { Currency, Money } from '@drawdown/shared/money';
import type { Actor } from '../accounts/types.ts';
import type { AutoTopUpRule } from '../auto-top-up/types.ts';
import type { Page, PageRequest } from '../database/page.ts';

export type Wallet = {
  id: string;
  accountId: string;
  owner: 'buyer' | 'account';
  name: string | null;
  currency: Currency;
  balance: Money;
  held: Money;
  available: Money;
  /** Sum of the top-ups that are neither posted nor ended; never part of the balance. */
  pendingTopUps: Money;
  version: bigint;
  /** Where a low balance is told, and since when the present episode of one lasts. */
  lowBalance: Money | null;
  lowBalanceSince: Date | null;
  autoTopUp: AutoTopUpRule | null;
  /** The first 100 buyers by name. */
  buyers: { id: string; name: string }[];
  sharedBy: number;
  createdAt: Date;
};

export type WalletEntry = {
  id: string;
  type: EntryType;
  amount: Money;
  balanceAfter: Money;
  version: bigint;
  at: Date;
  description: string;
  /** The card behind a top-up, refund or dispute, as it was called then, and whose it is. */
  card: { brand: string; last4: string } | null;
  payer: 'account' | 'buyer' | null;
  buyerId: string | null;
  deliveryId: string | null;
  leadId: string | null;
  topUpId: string | null;
  invoiceId: string | null;
  paymentId: string | null;
};

export type SetLowBalanceResult =
  | { outcome: 'saved'; wallet: Wallet }
  | { outcome: 'wallet_not_found' }
  | { outcome: 'currency_mismatch'; expected: Currency };

export type Wallets = {
  createShared(input: { accountId: string; name: string; currency: Currency }, actor: Actor): Promise<Wallet>;
  get(accountId: string, walletId: string): Promise<Wallet | null>;
  /** Null takes the alert away. A balance that is low already is told at once. */
  setLowBalance(
    input: { accountId: string; walletId: string; lowBalance: Money | null },
    actor: Actor,
  ): Promise<SetLowBalanceResult>;
  list(
    accountId: string,
    filter: { owner?: 'buyer' | 'account' | undefined },
    page: PageRequest,
  ): Promise<Page<Wallet>>;
  /** Newest first; null when the wallet is not of this account. */
  entries(accountId: string, walletId: string, page: PageRequest): Promise<Page<WalletEntry> | null>;
};
