import type { EntryType } from '@drawdown/shared/http';
import type { Currency, Money } from '@drawdown/shared/money';
import type { Actor } from '../accounts/types.ts';
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
  buyerId: string | null;
  deliveryId: string | null;
  leadId: string | null;
  topUpId: string | null;
};

export type Wallets = {
  createShared(input: { accountId: string; name: string; currency: Currency }, actor: Actor): Promise<Wallet>;
  get(accountId: string, walletId: string): Promise<Wallet | null>;
  list(
    accountId: string,
    filter: { owner?: 'buyer' | 'account' | undefined },
    page: PageRequest,
  ): Promise<Page<Wallet>>;
  /** Newest first; null when the wallet is not of this account. */
  entries(accountId: string, walletId: string, page: PageRequest): Promise<Page<WalletEntry> | null>;
};
