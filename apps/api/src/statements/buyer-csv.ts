import type { BuyerStatement, StatementLine } from '@drawdown/ledger';
import { csvRows, decimal, foreignText } from '../csv/rows.ts';

const csv = csvRows([
  'at',
  'type',
  'amount',
  'owed',
  'currency',
  'description',
  'lead_id',
  'delivery_id',
  'invoice_id',
  'payment_id',
  'version',
]);

/** What a buyer owes as CSV: owed is positive, and a payment is negative. Read as it is sent. */
export async function* buyerCsv(statement: BuyerStatement): AsyncGenerator<string> {
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
    line.deliveryId ?? '',
    line.invoiceId ?? '',
    line.paymentId ?? '',
    line.version.toString(),
  ];
}
