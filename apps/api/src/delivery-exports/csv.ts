import type { ExportedDelivery } from '@drawdown/ledger';
import { csvRows, decimal, foreignText } from '../csv/rows.ts';

const csv = csvRows([
  'delivery_id',
  'at',
  'decided_at',
  'buyer_id',
  'buyer_external_id',
  'wallet_id',
  'lead_id',
  'outcome',
  'refusal_code',
  'price',
  'currency',
  'funded_by',
  'funding_reason',
  'balance_after',
  'returned_at',
  'return_code',
  'return_note',
  'hold_id',
  'charge_id',
  'labels',
]);

/** Deliveries as CSV: a header, then one row each. Read as it is sent. */
export async function* deliveriesCsv(deliveries: AsyncIterable<ExportedDelivery>): AsyncGenerator<string> {
  yield csv.header;
  for await (const delivery of deliveries) yield csv.row(cellsOf(delivery));
}

function cellsOf(delivery: ExportedDelivery): string[] {
  const { price, balanceAfter, labels } = delivery;
  return [
    delivery.id,
    delivery.at.toISOString(),
    delivery.decidedAt?.toISOString() ?? '',
    delivery.buyerId,
    foreignText(delivery.buyerExternalId ?? ''),
    delivery.walletId,
    foreignText(delivery.leadId),
    delivery.outcome,
    delivery.refusalCode ?? '',
    decimal(price),
    price.currency,
    delivery.fundedBy ?? '',
    delivery.fundingReason ?? '',
    balanceAfter === null ? '' : decimal(balanceAfter),
    delivery.returnedAt?.toISOString() ?? '',
    delivery.returnCode ?? '',
    foreignText(delivery.returnNote ?? ''),
    delivery.holdId ?? '',
    delivery.chargeId ?? '',
    Object.keys(labels).length === 0 ? '' : JSON.stringify(labels),
  ];
}
