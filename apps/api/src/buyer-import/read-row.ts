import type { ImportRow } from '@drawdown/ledger';
import type { ImportColumn, ImportErrorResource } from '@drawdown/shared/http';
import {
  BILLING_MECHANISMS,
  createBuyerSchema,
  FAILURE_POLICIES,
  INVOICE_PERIODS,
} from '@drawdown/shared/http';
import { CURRENCIES, type Currency, isCurrency, type Money } from '@drawdown/shared/money';
import { z } from 'zod';
import { findUnstorableText } from '../http/unstorable-text.ts';
import type { FileRow } from './file.ts';
import { typedAmount } from './typed-amount.ts';

export type ReadRow = {
  line: number;
  externalId: string | null;
  name: string | null;
  /** Null when something is wrong. */
  row: ImportRow | null;
  errors: ImportErrorResource[];
};

const { name, externalId, email } = createBuyerSchema.shape;
const mechanism = oneOf(BILLING_MECHANISMS);
const failurePolicy = oneOf(FAILURE_POLICIES);
const invoicePeriod = oneOf(INVOICE_PERIODS);
const days = { error: 'must be a whole number of days from 0 to 120' };
const termsDays = z.int(days).min(0, days).max(120, days);

function oneOf<const T extends readonly string[]>(values: T) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` });
}

/** One row by the rules of a buyer that is created by hand. Every fault of it is named, not the first alone. */
export function readRow(file: FileRow, fallbackCurrency: Currency): ReadRow {
  const errors: ImportErrorResource[] = [];
  const cell = (column: ImportColumn) => file.cells.get(column) ?? '';
  const fault = (column: ImportColumn | null, message: string) => {
    errors.push({ column, value: column === null ? null : cell(column), message });
  };
  const checked = <T>(column: ImportColumn, schema: z.ZodType<T>, value: unknown): T | undefined => {
    if (findUnstorableText(value) !== null) {
      fault(column, 'contains a character that cannot be stored');
      return undefined;
    }
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    fault(column, result.error.issues[0]?.message ?? 'is not valid');
    return undefined;
  };
  const optional = <T>(column: ImportColumn, schema: z.ZodType<T>, value: unknown = cell(column)) =>
    cell(column) === '' ? undefined : checked(column, schema, value);
  const currency = currencyOf(cell('currency'), fallbackCurrency);
  if (currency === null) fault('currency', `must be one of ${CURRENCIES.join(', ')}`);
  const amount = (column: ImportColumn): Money | undefined => {
    if (cell(column) === '' || currency === null) return undefined;
    const read = typedAmount(cell(column), currency);
    if (read.ok) return read.amount;
    fault(column, read.message);
    return undefined;
  };

  if (file.tooMany) fault(null, 'has more cells than the header has columns: a comma in a text needs quotes');
  const openingBalance = amount('openingBalance');
  const row = {
    externalId: checked('externalId', externalId.unwrap(), cell('externalId')),
    name: checked('name', name, cell('name')),
    email: optional('email', email),
    mechanism: optional('mechanism', mechanism, asCode(cell('mechanism'))),
    failurePolicy: optional('failurePolicy', failurePolicy, asCode(cell('failurePolicy'))),
    creditLimit: amount('creditLimit'),
    termsDays: optional('termsDays', termsDays, wholeNumber(cell('termsDays'))),
    invoicePeriod: optional('invoicePeriod', invoicePeriod, asCode(cell('invoicePeriod'))),
    exposureLimit: amount('exposureLimit'),
    openingBalance: openingBalance?.amountMinor === 0n ? undefined : openingBalance,
  };
  const named = { line: file.line, externalId: cell('externalId') || null, name: cell('name') || null };
  if (errors.length > 0 || row.externalId === undefined || row.name === undefined || currency === null)
    return { ...named, row: null, errors };
  return { ...named, row: { ...row, externalId: row.externalId, name: row.name, currency }, errors };
}

function currencyOf(text: string, fallback: Currency): Currency | null {
  if (text === '') return fallback;
  const code = text.toUpperCase();
  return isCurrency(code) ? code : null;
}

/** `Net terms` is `net_terms`. */
function asCode(text: string): string {
  return text.toLowerCase().replace(/[\s-]+/g, '_');
}

function wholeNumber(text: string): number | string {
  return /^\d{1,4}$/.test(text) ? Number(text) : text;
}
