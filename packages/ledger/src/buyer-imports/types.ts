import type { ImportAction, ImportColumn } from '@drawdown/shared/http';
import type { Currency, Money } from '@drawdown/shared/money';
import type { Actor } from '../accounts/types.ts';
import type { BillingMechanism } from '../buyers/types.ts';

/** One row of a file of buyers. What is left out stays as it is, or is as a new buyer has it. */
export type ImportRow = {
  /** Says which buyer is meant, for ever. */
  externalId: string;
  name: string;
  email?: string | undefined;
  /** That of the amounts too. */
  currency: Currency;
  mechanism?: BillingMechanism | undefined;
  failurePolicy?: 'pause' | 'continue' | undefined;
  creditLimit?: Money | undefined;
  termsDays?: number | undefined;
  invoicePeriod?: 'weekly' | 'monthly' | undefined;
  exposureLimit?: Money | undefined;
  /** More than zero. Credited once for this external id, whatever is run how often. */
  openingBalance?: Money | undefined;
};

/** What is wrong with a row as things stand. */
export type RowFault =
  /** A buyer is moved by a switch, which lists what is open first. */
  | { fault: 'mechanism_differs'; is: BillingMechanism }
  | { fault: 'currency_differs'; is: Currency }
  /** Nothing would ever be drawn from it. */
  | { fault: 'no_wallet_buyer'; mechanism: BillingMechanism }
  | { fault: 'wallet_is_shared' }
  | { fault: 'credit_limit_missing' }
  | { fault: 'external_credit_not_permitted' }
  | { fault: 'above_maximum'; maximum: Money }
  | { fault: 'other_opening_balance'; credited: Money; buyerName: string | null };

export type RowChange = { column: ImportColumn; before: string; after: string };

export type PlannedRow = {
  action: ImportAction;
  /** Null while there is none. */
  buyerId: string | null;
  changes: RowChange[];
  /** What is to be credited; null: nothing, or nothing any more. */
  openingBalance: Money | null;
  faults: RowFault[];
};

export type ImportedRow = { planned: PlannedRow; buyerId: string | null; walletId: string | null };

export type BuyerImports = {
  /** The currencies of the buyers that are known by these external ids. */
  currencies(accountId: string, externalIds: string[]): Promise<Map<string, Currency>>;
  /** What each row would do, without doing it. Rows name different external ids: the caller has checked that. */
  plan(accountId: string, rows: ImportRow[]): Promise<PlannedRow[]>;
  /**
   * Does one row whole or not at all, as things stand under the locks: writes or changes the buyer and credits the opening balance
   * as one external top-up. A row that is done changes nothing when it comes again, also at the same moment.
   */
  bringIn(accountId: string, row: ImportRow, actor: Actor): Promise<ImportedRow>;
};
