import { ENTRY_TYPES } from '@drawdown/shared/http';
import { moneyOf, oneOf } from '../database/parse.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { entryDescription } from './entry-description.ts';
import type { WalletEntry } from './types.ts';

export type EntryRow = {
  tx_id: bigint;
  line: number;
  kind: string;
  amount: bigint;
  currency: string;
  balance_after: bigint;
  version: bigint;
  created_at: Date;
  delivery_id: string | null;
  lead_id: string | null;
  delivery_buyer_id: string | null;
  return_code: string | null;
  return_note: string | null;
  top_up_id: string | null;
  top_up_buyer_id: string | null;
  funding: string | null;
  reference: string | null;
  reason: string | null;
  correction_reason: string | null;
  refund_origin: string | null;
  refund_reason: string | null;
  card_brand: string | null;
  card_last4: string | null;
  invoice_id: string | null;
  payment_id: string | null;
  payment_source: string | null;
  payment_reference: string | null;
  settled_buyer_id: string | null;
};

/**
 * The entries of strict books with everything that their words are made of. Each part is found by the transaction or by the subject
 * that it was posted for; a card is named as it was at that time, whatever its issuer changed later.
 */
export const SELECT_ENTRIES = Prisma.sql`
  select e.tx_id, e.line, t.kind, e.amount, e.currency, e.balance_after, e.version, e.created_at,
    d.id as delivery_id, d.lead_id, d.buyer_id as delivery_buyer_id,
    lr.code as return_code, lr.note as return_note,
    u.id as top_up_id, u.buyer_id as top_up_buyer_id, u.funding, u.reference, u.reason,
    coalesce(u.correction_reason, p.reversed_reason, i.closed_note) as correction_reason,
    r.origin as refund_origin, r.reason as refund_reason,
    text_as_of(m.id, 'brand', e.created_at, m.brand) as card_brand,
    text_as_of(m.id, 'last4', e.created_at, m.last4) as card_last4,
    coalesce(i.id, p.invoice_id) as invoice_id,
    p.id as payment_id, p.source as payment_source, p.reference as payment_reference,
    b.id as settled_buyer_id
  from book_entry e
  join book_tx t on t.id = e.tx_id
  left join refund r on r.id = case
    when t.kind = 'refund_reversal' then t.subject_id
    when t.kind = 'refund' then (select x.id from refund x where x.tx_id = t.id) end
  left join dispute q on t.kind in ('dispute', 'dispute_reversal') and q.id = t.subject_id
  left join delivery d on t.kind in ('delivery', 'return') and d.id = t.subject_id and d.account_id = e.account_id
  left join lead_return lr on t.kind = 'return' and lr.tx_id = t.id
  left join charge c on c.id = coalesce(r.charge_id, q.charge_id, case when t.kind = 'top_up'
    then (select x.id from charge x where x.top_up_id = t.subject_id) end)
  left join payment_method m on m.id = c.payment_method_id
  left join top_up u on u.account_id = e.account_id and u.id = case
    when t.kind in ('top_up', 'external_credit', 'promotional_credit', 'correction') then t.subject_id
    else coalesce(r.top_up_id, c.top_up_id) end
  left join receivable_payment p on p.tx_id = t.id or p.reversal_tx_id = t.id
  left join invoice i on t.kind = 'write_off' and i.id = t.subject_id
  left join buyer b on t.kind = 'settlement' and b.id = t.subject_id`;

export function toEntry(row: EntryRow): WalletEntry {
  const type = oneOf(ENTRY_TYPES, row.kind);
  const { card_brand: brand, card_last4: last4 } = row;
  const card = brand === null || last4 === null ? null : { brand, last4 };
  return {
    id: `${row.tx_id}-${row.line}`,
    type,
    amount: moneyOf(row.amount, row.currency),
    balanceAfter: moneyOf(row.balance_after, row.currency),
    version: row.version,
    at: row.created_at,
    description: entryDescription({
      type,
      gained: row.amount > 0n,
      leadId: row.lead_id,
      returnCode: row.return_code,
      returnNote: row.return_note,
      funding: row.funding,
      card,
      reference: row.payment_id === null ? row.reference : row.payment_reference,
      reason: reasonOf(row),
      refundOrigin: row.refund_origin,
      paymentSource: row.payment_source,
    }),
    card,
    payer: card === null ? null : row.funding === 'account_card' ? 'account' : 'buyer',
    buyerId: row.delivery_buyer_id ?? row.top_up_buyer_id ?? row.settled_buyer_id,
    deliveryId: row.delivery_id,
    leadId: row.lead_id,
    topUpId: row.top_up_id,
    invoiceId: row.invoice_id,
    paymentId: row.payment_id,
  };
}

/** Why it was done: each kind has its own place for that. */
function reasonOf(row: EntryRow): string | null {
  switch (row.kind) {
    case 'refund':
    case 'refund_reversal':
      return row.refund_reason;
    case 'correction':
    case 'write_off':
      return row.correction_reason;
    default:
      return row.reason;
  }
}
