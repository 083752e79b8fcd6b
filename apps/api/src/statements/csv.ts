import type { Statement, WalletEntry } from '@drawdown/ledger';
import type { Money } from '@drawdown/shared/money';
import { toMajorString } from '@drawdown/shared/money';

const COLUMNS = [
  'at',
  'type',
  'amount',
  'balance',
  'currency',
  'description',
  'lead_id',
  'buyer_id',
  'delivery_id',
  'top_up_id',
  'version',
];

/** A statement as CSV by RFC 4180: a header, the opening, each line, the closing. Read as it is sent. */
export async function* statementCsv(statement: Statement): AsyncGenerator<string> {
  const { from, to, opening, closing } = statement;
  yield row(COLUMNS);
  yield row([from.toISOString(), 'opening', '', decimal(opening), opening.currency]);
  for await (const line of statement.lines()) yield row(cellsOf(line));
  yield row([to.toISOString(), 'closing', '', decimal(closing), closing.currency]);
}

function cellsOf(line: WalletEntry): string[] {
  return [
    line.at.toISOString(),
    line.type,
    decimal(line.amount),
    decimal(line.balanceAfter),
    line.amount.currency,
    foreignText(line.description),
    foreignText(line.leadId ?? ''),
    line.buyerId ?? '',
    line.deliveryId ?? '',
    line.topUpId ?? '',
    line.version.toString(),
  ];
}

function decimal({ amountMinor, currency }: Money): string {
  return toMajorString(amountMinor, currency);
}

/** Text that others chose is never run as a formula: spreadsheets show what stands behind an apostrophe. */
export function foreignText(text: string): string {
  return /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function row(cells: string[]): string {
  const padded = COLUMNS.map((_, index) => quoted(cells[index] ?? ''));
  return `${padded.join(',')}\r\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
