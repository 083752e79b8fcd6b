import type { EntryType } from '@drawdown/shared/http';
import type { Currency, Money } from '@drawdown/shared/money';
import type { WalletEntry } from '../wallets/types.ts';

export type Period = { from: Date; to: Date };

export type StatementLine = WalletEntry & {
  /** As the buyer was called when the period ended. */
  buyerName: string | null;
};

export type StatementTotal = { type: EntryType; count: bigint; amount: Money };

/**
 * A strict book over `from <= at < to`. The same period gives the same statement for ever once it has ended: lines are
 * append-only, and names are those of the period's end.
 */
export type Statement = Period & {
  accountName: string;
  timeZone: string;
  currency: Currency;
  opening: Money;
  closing: Money;
  /** How many lines there are. */
  lineCount: bigint;
  /** False while the period has not ended: more lines can still come. */
  final: boolean;
  /** When it was read: what was posted later is not in it. */
  asOf: Date;
  /** What the lines of each type add up to, in the order of the types. */
  totals(): Promise<StatementTotal[]>;
  /** The lines, oldest first, read in portions as they are asked for. */
  lines(): AsyncIterable<StatementLine>;
};

export type WalletStatement = Statement & {
  walletId: string;
  walletName: string | null;
  /** Whose wallet it is; null for a shared one. */
  owner: { id: string; name: string } | null;
};

/** What a buyer owes, in the reader's sense: owed is positive, a payment is negative. */
export type BuyerStatement = Statement & { buyer: { id: string; name: string } };

export type Statements = {
  /** Null when the wallet is not of this account. */
  forWallet(accountId: string, walletId: string, period: Period): Promise<WalletStatement | null>;
  /** Null when the buyer is not of this account. Without a currency: the buyer's present one. */
  forBuyer(
    accountId: string,
    buyerId: string,
    period: Period & { currency?: Currency | undefined },
  ): Promise<BuyerStatement | null>;
  /** The balance right before an instant; null when the wallet is not of this account. */
  balanceBefore(accountId: string, walletId: string, at: Date): Promise<Money | null>;
};
