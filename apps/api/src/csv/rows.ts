import type { Money } from '@drawdown/shared/money';
import { toMajorString } from '@drawdown/shared/money';

/** Writes rows of so many columns by RFC 4180; cells that are left out at the end are empty. */
export function csvRows(columns: readonly string[]) {
  const row = (cells: readonly string[]) =>
    `${columns.map((_, index) => quoted(cells[index] ?? '')).join(',')}\r\n`;
  return { header: row(columns), row };
}

/** Text that others chose is never run as a formula: spreadsheets show what stands behind an apostrophe. */
export function foreignText(text: string): string {
  return /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

export function decimal({ amountMinor, currency }: Money): string {
  return toMajorString(amountMinor, currency);
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
