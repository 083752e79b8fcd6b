import { INVOICE_KINDS, PAYMENT_SOURCES } from '@drawdown/shared/codes';
import { moneyOf, oneOf } from '../database/parse.ts';
import type { CreditNoteRow, InvoiceRow, Prisma, ReceivablePaymentRow } from '../generated/prisma/client.ts';
import type { CreditNote, Invoice, InvoiceSummary, ReceivablePayment } from './types.ts';

const ROW_STATUSES = ['draft', 'open', 'paid', 'void', 'written_off'] as const;

export const withItsPaper = {
  lines: { orderBy: { line: 'asc' } },
  creditNotes: { orderBy: { id: 'asc' } },
  payments: { where: { reversedAt: null }, orderBy: { id: 'asc' } },
} satisfies Prisma.InvoiceRowInclude;

export type InvoiceWithItsPaper = Prisma.InvoiceRowGetPayload<{ include: typeof withItsPaper }>;

/** What is still to be paid; nothing of one that has ended. */
export function dueOf(row: InvoiceRow): bigint {
  if (row.status !== 'draft' && row.status !== 'open') return 0n;
  return row.amountMinor - row.paidMinor - row.creditedMinor - row.writtenOffMinor;
}

export function toSummary(row: InvoiceRow, buyerName: string | null): InvoiceSummary {
  const money = (amountMinor: bigint) => moneyOf(amountMinor, row.currency);
  const status = oneOf(ROW_STATUSES, row.status);
  return {
    id: row.id,
    accountId: row.accountId,
    kind: oneOf(INVOICE_KINDS, row.kind),
    buyerId: row.buyerId,
    buyerName,
    walletId: row.walletId,
    topUpId: row.topUpId,
    period: row.period,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    subtotal: money(row.subtotalMinor),
    tax: money(row.taxMinor),
    amount: money(row.amountMinor),
    paid: money(row.paidMinor),
    credited: money(row.creditedMinor),
    writtenOff: money(row.writtenOffMinor),
    amountDue: money(dueOf(row)),
    status: status === 'open' && row.overdueSince !== null ? 'overdue' : status,
    dueAt: row.dueAt,
    issuedAt: row.issuedAt,
    endedAt: row.endedAt,
    stripeInvoiceId: row.stripeInvoiceId,
    stripeNumber: row.stripeNumber,
    hostedUrl: row.hostedUrl,
    pdfUrl: row.pdfUrl,
    createdAt: row.createdAt,
  };
}

export function toInvoice(row: InvoiceWithItsPaper, buyerName: string | null): Invoice {
  return {
    ...toSummary(row, buyerName),
    lines: row.lines.map(({ description, day, leads, amountMinor }) => ({
      description,
      day: day?.toISOString().slice(0, 10) ?? null,
      leads,
      amount: moneyOf(amountMinor, row.currency),
    })),
    payments: row.payments.map(toPayment),
    creditNotes: row.creditNotes.map((note) => toCreditNote(note, row.currency)),
  };
}

export function toPayment(row: ReceivablePaymentRow): ReceivablePayment {
  return {
    id: row.id,
    buyerId: row.buyerId,
    invoiceId: row.invoiceId,
    amount: moneyOf(row.amountMinor, row.currency),
    source: oneOf(PAYMENT_SOURCES, row.source),
    reference: row.reference,
    note: row.note,
    paymentIntentId: row.paymentIntentId,
    receivedAt: row.receivedAt,
    recordedBy: row.recordedByLabel,
    createdAt: row.createdAt,
  };
}

function toCreditNote(row: CreditNoteRow, currency: string): CreditNote {
  return {
    id: row.id,
    deliveryId: row.deliveryId,
    amount: moneyOf(row.amountMinor, currency),
    reason: row.reason,
    stripeCreditNoteId: row.stripeCreditNoteId,
    createdAt: row.createdAt,
  };
}
