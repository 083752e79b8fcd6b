import type { OpenItemKind, SwitchEffect } from '@drawdown/shared/http';
import type { Currency, Money } from '@drawdown/shared/money';
import type { Actor } from '../accounts/types.ts';
import type { BillingMechanism, Buyer, BuyerBilling } from '../buyers/types.ts';

/** How a buyer pays, from which wallet, and in which currency. */
export type Place = {
  mechanism: BillingMechanism;
  /** Null: a wallet of its own that is opened by the change. */
  walletId: string | null;
  walletName: string | null;
  walletOwner: 'buyer' | 'account';
  currency: Currency;
};

export type SwitchOrder = {
  accountId: string;
  buyerId: string;
  mechanism?: BillingMechanism | undefined;
  /** A shared wallet, or `own`: the wallet of the buyer alone. */
  walletId?: string | undefined;
  currency?: Currency | undefined;
  /** What is available in the own wallets that it leaves, or has left, moves to the wallet it comes to. */
  moveBalance?: boolean | undefined;
  billing?: Partial<{ [K in keyof BuyerBilling]: BuyerBilling[K] | undefined }> | undefined;
};

/** One kind of thing that is under way, and what the change does with it. */
export type OpenItem = {
  kind: OpenItemKind;
  effect: SwitchEffect;
  count: number;
  amount: Money | null;
  /** Ids, at most 20. */
  subjects: string[];
};

export type SwitchWarning = 'no_card' | 'no_credit_limit' | 'empty_wallet';

export type SwitchPreview = {
  buyerId: string;
  from: Place;
  to: Place;
  /** False: the buyer is there already and nothing would move. */
  changes: boolean;
  /** False while an open item has the effect `must_end_first`. */
  allowed: boolean;
  warnings: SwitchWarning[];
  open: OpenItem[];
  /** What `moveBalance` moves, or would move; null when there is nothing that could move. */
  moves: Money | null;
  /** Stands for what the preview says: the same while nothing changed that the change depends on. */
  previewToken: string;
};

/** An order that can never be carried out as it is. */
export type WrongOrder =
  | { outcome: 'wallet_not_found' }
  | { outcome: 'wallet_not_shared' }
  | { outcome: 'currency_mismatch'; expected: Currency; field: string };

export type Switched = {
  outcome: 'switched';
  /** False: it was there already; nothing was written. */
  changed: boolean;
  switchId: string | null;
  at: Date | null;
  moved: Money | null;
  invoiceIds: string[];
  /** The wallets whose balance changed. */
  walletIds: string[];
  buyer: Buyer;
};

export type SwitchResult =
  | Switched
  /** Something open forbids it. */
  | { outcome: 'not_allowed'; preview: SwitchPreview }
  /** Something else is open than what was confirmed. */
  | { outcome: 'outdated'; preview: SwitchPreview }
  | WrongOrder;

export type Switching = {
  /** What is open and what would become of it. Changes and locks nothing. Null: no such buyer in this account. */
  preview(order: SwitchOrder): Promise<SwitchPreview | WrongOrder | null>;
  /**
   * Changes the buyer in one transaction, under the locks of every wallet concerned: a lead goes by the old way or by
   * the new one. Checks again there what the preview said. Repeated after its answer was lost, it finds the buyer
   * changed and moves nothing twice.
   */
  confirm(order: SwitchOrder & { previewToken: string }, actor: Actor): Promise<SwitchResult | null>;
};
