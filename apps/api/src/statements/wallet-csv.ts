import type { Statement, StatementLine } from '@drawdown/ledger';
import { csvRows, decimal, foreignText } from '../csv/rows.ts';

const csv = csvRows([
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
  'buyer_name',
  'payer',
  'card_brand',
  'card_last4',
]);

/** A wallet's statement as CSV: a header, the opening, each line, the closing. Read as it is sent. */
export async function* walletCsv(statement: Statement): AsyncGenerator<string> {
  const { from, to, opening, closing } = statement;
  yield csv.header;
  yield csv.row([from.toISOString(), 'opening', '', decimal(opening), opening.currency]);
  for await (const line of statement.lines()) yield csv.row(cellsOf(line));
  yield csv.row([to.toISOString(), 'closing', '', decimal(closing), closing.currency]);
}

function cellsOf(line: StatementLine): string[] {
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
    foreignText(line.buyerName ?? ''),
    line.payer ?? '',
    line.card?.brand ?? '',
    line.card?.last4 ?? '',
  ];
}
