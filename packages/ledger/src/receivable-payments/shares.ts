import { money } from '@drawdown/shared/money';
import type { Records } from '../database/connection.ts';
import { currencyOf } from '../database/parse.ts';
import type { RecordPaymentInput, RecordPaymentResult } from './types.ts';

/** A part of a payment and the invoice that it pays; null: what is on no invoice yet. */
export type Share = { invoiceId: string | null; amountMinor: bigint };

type Refusal = Exclude<RecordPaymentResult, { outcome: 'recorded' }>;
type Shared = { outcome: 'shared'; shares: Share[] } | Refusal;

/** Which invoices a payment pays, oldest first. Under the wallet's lock, as everything that changes what is owed. */
export function shareOut(records: Records, input: RecordPaymentInput): Promise<Shared> {
  return input.invoiceId === undefined
    ? shareOverOpenInvoices(records, input)
    : payNamedInvoice(records, input, input.invoiceId);
}

async function payNamedInvoice(
  records: Records,
  { accountId, buyerId, amount }: RecordPaymentInput,
  invoiceId: string,
): Promise<Shared> {
  const invoice = await records.invoiceRow.findFirst({
    where: { id: invoiceId, accountId, buyerId, kind: { in: ['net_terms', 'manual'] } },
  });
  if (invoice === null) return { outcome: 'invoice_not_found' };
  const currency = currencyOf(invoice.currency);
  if (currency !== amount.currency) return { outcome: 'currency_mismatch', expected: currency };
  if (invoice.status !== 'draft' && invoice.status !== 'open')
    return { outcome: 'invoice_not_open', status: invoice.status };
  const { amountMinor, paidMinor, creditedMinor, writtenOffMinor } = invoice;
  const due = amountMinor - paidMinor - creditedMinor - writtenOffMinor;
  if (amount.amountMinor > due) return { outcome: 'exceeds_owed', owed: money(due, currency) };
  return { outcome: 'shared', shares: [{ invoiceId, amountMinor: amount.amountMinor }] };
}

async function shareOverOpenInvoices(
  records: Records,
  { buyerId, amount }: RecordPaymentInput,
): Promise<Shared> {
  const buyer = await records.buyerRow.findUniqueOrThrow({ where: { id: buyerId } });
  const currency = currencyOf(buyer.currency);
  if (currency !== amount.currency) return { outcome: 'currency_mismatch', expected: currency };
  const [payable] = await records.$queryRaw<{ minor: bigint }[]>`
    select payable_outside(${buyerId}) as minor`;
  const owed = payable?.minor ?? 0n;
  if (amount.amountMinor > owed) return { outcome: 'exceeds_owed', owed: money(owed, currency) };
  const open = await records.$queryRaw<{ id: string; due: bigint }[]>`
    select i.id, i.amount_minor - i.paid_minor - i.credited_minor - i.written_off_minor as due from invoice i
    where i.buyer_id = ${buyerId} and i.kind in ('net_terms', 'manual') and i.status in ('draft', 'open')
      and i.currency = ${currency} order by i.ends_at, i.id`;
  const shares: Share[] = [];
  let left = amount.amountMinor;
  for (const { id, due } of open) {
    const share = due < left ? due : left;
    if (share <= 0n) continue;
    shares.push({ invoiceId: id, amountMinor: share });
    left -= share;
  }
  if (left > 0n) shares.push({ invoiceId: null, amountMinor: left });
  return { outcome: 'shared', shares };
}
