import type { Evidence, EvidenceLine } from '@drawdown/ledger';
import { csvRows, decimal, foreignText } from '../csv/rows.ts';

const { header, row } = csvRows([
  'delivered_at',
  'kind',
  'lead_id',
  'buyer',
  'buyer_id',
  'delivery_id',
  'price',
  'covered_by_payment',
  'currency',
  'labels',
  'returned_at',
  'card',
  'paid_at',
  'payment_amount',
  'payment_id',
  'dispute_id',
]);

/** A row for each lead that the disputed payment paid for, with the payment beside it, so that each row stands by itself. */
export async function* evidenceCsv({ dispute, lines }: Evidence): AsyncIterable<string> {
  const { payment, stripeDisputeId } = dispute;
  const paid = [
    payment.card === null ? '' : foreignText(`${payment.card.brand} ${payment.card.last4}`),
    payment.paidAt?.toISOString() ?? '',
    decimal(payment.amount),
    payment.topUpId ?? payment.deliveryId ?? payment.invoiceId ?? '',
    stripeDisputeId,
  ];
  yield header;
  for await (const line of lines()) yield row([...cellsOf(line), ...paid]);
}

function cellsOf(line: EvidenceLine): string[] {
  const labels = Object.entries(line.labels).map(([name, value]) => `${name}=${value}`);
  return [
    line.at.toISOString(),
    line.kind,
    foreignText(line.leadId ?? ''),
    foreignText(line.buyerName ?? ''),
    line.buyerId ?? '',
    line.deliveryId ?? '',
    decimal(line.price),
    decimal(line.covered),
    line.covered.currency,
    foreignText(labels.join('; ')),
    line.returnedAt?.toISOString() ?? '',
  ];
}
