import type { Money } from '@drawdown/shared/money';
import type { WalletEntry } from '../wallets/types.ts';

/** A wallet's books over `from <= at < to`. The same period gives the same statement for ever once it has ended. */
export type Statement = {
  walletId: string;
  from: Date;
  to: Date;
  opening: Money;
  closing: Money;
  /** How many lines there are. */
  lineCount: bigint;
  /** False while the period has not ended: more lines can still come. */
  final: boolean;
  /** The lines, oldest first, read in portions as they are asked for. */
  lines(): AsyncIterable<WalletEntry>;
};

export type Statements = {
  /** Null when the wallet is not of this account. */
  forWallet(accountId: string, walletId: string, period: { from: Date; to: Date }): Promise<Statement | null>;
  /** The balance right before an instant; null when the wallet is not of this account. */
  balanceBefore(accountId: string, walletId: string, at: Date): Promise<Money | null>;
};
