import { type Money, toMajorString } from '@drawdown/shared/money';
import { toBilling } from '../buyers/billing.ts';
import type { BuyerBilling } from '../buyers/types.ts';
import { currencyOf } from '../database/parse.ts';
import type { Known, KnownBuyer } from './known.ts';
import type { ImportRow, PlannedRow, RowChange, RowFault } from './types.ts';

/** What a row does as things stand. Decides and writes nothing. */
export function planRow(row: ImportRow, known: Known): PlannedRow {
  const buyer = known.buyers.get(row.externalId) ?? null;
  const billing = buyer === null ? null : toBilling(buyer);
  const opening = openingOf(row, buyer, known);
  const faults = [...faultsOf(row, buyer, billing), ...openingFaults(row, { buyer, known, opening })];
  const changes = buyer === null || billing === null ? [] : changesOf(row, buyer, billing);
  const open = { buyerId: buyer?.id ?? null, changes, openingBalance: opening, faults };
  if (faults.length > 0) return { ...open, action: 'error' };
  if (buyer === null) return { ...open, action: 'create' };
  return { ...open, action: changes.length > 0 || opening !== null ? 'update' : 'unchanged' };
}

/** What is still to be credited. */
function openingOf(row: ImportRow, buyer: KnownBuyer | null, { credited }: Known): Money | null {
  const before = credited.get(row.externalId);
  if (row.openingBalance === undefined) return null;
  if (before === undefined) return row.openingBalance;
  return isSame(before.amount, row.openingBalance) && before.buyerId === (buyer?.id ?? null)
    ? null
    : row.openingBalance;
}

function faultsOf(row: ImportRow, buyer: KnownBuyer | null, billing: BuyerBilling | null): RowFault[] {
  const faults: RowFault[] = [];
  if (buyer !== null && buyer.currency !== row.currency)
    faults.push({ fault: 'currency_differs', is: currencyOf(buyer.currency) });
  if (billing !== null && row.mechanism !== undefined && row.mechanism !== billing.mechanism)
    faults.push({ fault: 'mechanism_differs', is: billing.mechanism });
  const creditLimit = row.creditLimit ?? billing?.creditLimit ?? null;
  if (buyer === null && row.mechanism === 'net_terms' && creditLimit === null)
    faults.push({ fault: 'credit_limit_missing' });
  return faults;
}

type Opening = { buyer: KnownBuyer | null; known: Known; opening: Money | null };

function openingFaults(row: ImportRow, { buyer, known, opening }: Opening): RowFault[] {
  if (opening === null) return [];
  const before = known.credited.get(row.externalId);
  if (before !== undefined)
    return [{ fault: 'other_opening_balance', credited: before.amount, buyerName: before.buyerName }];
  const mechanism = buyer === null ? (row.mechanism ?? 'wallet') : toBilling(buyer).mechanism;
  if (mechanism !== 'wallet') return [{ fault: 'no_wallet_buyer', mechanism }];
  if (buyer?.walletOwner === 'account') return [{ fault: 'wallet_is_shared' }];
  if (!known.externalCreditPermitted) return [{ fault: 'external_credit_not_permitted' }];
  const maximum = known.maximumIn(row.currency);
  return opening.amountMinor > maximum.amountMinor ? [{ fault: 'above_maximum', maximum }] : [];
}

/** Only what the row names: an empty cell changes nothing. */
function changesOf(row: ImportRow, buyer: KnownBuyer, billing: BuyerBilling): RowChange[] {
  const compared: [RowChange['column'], string | undefined, string][] = [
    ['name', row.name, buyer.name],
    ['email', row.email, buyer.email ?? ''],
    ['failurePolicy', row.failurePolicy, billing.failurePolicy],
    ['creditLimit', amountText(row.creditLimit), amountText(billing.creditLimit) ?? ''],
    ['termsDays', row.termsDays?.toString(), billing.termsDays?.toString() ?? ''],
    ['invoicePeriod', row.invoicePeriod, billing.invoicePeriod ?? ''],
    ['exposureLimit', amountText(row.exposureLimit), amountText(billing.exposureLimit) ?? ''],
  ];
  return compared.flatMap(([column, after, before]) =>
    after === undefined || after === before ? [] : [{ column, before, after }],
  );
}

function amountText(amount: Money | null | undefined): string | undefined {
  return amount ? toMajorString(amount.amountMinor, amount.currency) : undefined;
}

function isSame(a: Money, b: Money): boolean {
  return a.amountMinor === b.amountMinor && a.currency === b.currency;
}
