import type { RowFault } from '@drawdown/ledger';
import type { ImportColumn } from '@drawdown/shared/http';
import { toMajorString } from '@drawdown/shared/money';

/** What is wrong with a row as things stand, and what would be right. */
export function faultWords(fault: RowFault): { column: ImportColumn; message: string } {
  switch (fault.fault) {
    case 'mechanism_differs':
      return {
        column: 'mechanism',
        message: `this buyer is billed by ${fault.is}: an import does not change that; leave it empty, or switch the buyer first`,
      };
    case 'currency_differs':
      return {
        column: 'currency',
        message: `this buyer is kept in ${fault.is}: an import does not change that`,
      };
    case 'no_wallet_buyer':
      return {
        column: 'openingBalance',
        message: `must be empty for ${fault.mechanism}: only a wallet is drawn down`,
      };
    case 'wallet_is_shared':
      return {
        column: 'openingBalance',
        message: 'must be empty: this buyer draws on a shared wallet; add the credit there',
      };
    case 'credit_limit_missing':
      return { column: 'creditLimit', message: 'is required for net_terms' };
    case 'external_credit_not_permitted':
      return {
        column: 'openingBalance',
        message: 'must be empty: the billing settings do not permit recording money received',
      };
    case 'above_maximum': {
      const { amountMinor, currency } = fault.maximum;
      return {
        column: 'openingBalance',
        message: `must be at most ${toMajorString(amountMinor, currency)} ${currency}, the largest top-up that the settings permit`,
      };
    }
    case 'other_opening_balance': {
      const { amountMinor, currency } = fault.credited;
      const whose = fault.buyerName === null ? '' : ` to ${fault.buyerName}`;
      return {
        column: 'openingBalance',
        message: `an import credited ${toMajorString(amountMinor, currency)} ${currency}${whose} for this externalId: what is missing is added as credit by hand`,
      };
    }
  }
}
