import { moneyOf, oneOf } from '../database/parse.ts';
import type { InvoiceRow, Prisma } from '../generated/prisma/client.ts';
import type { TopUpInvoice, TopUpInvoiceFacts } from './types.ts';

export const INVOICE_STATES = ['draft', 'paid'] as const;

export const withItsPayment = {
  topUp: { include: { charge: true } },
  lines: { orderBy: { line: 'asc' } },
  creditNotes: {
    where: { stripeCreditNoteId: null },
    include: { refund: true },
    orderBy: { id: 'asc' },
  },
} satisfies Prisma.InvoiceRowInclude;

type WithItsPayment = Prisma.InvoiceRowGetPayload<{ include: typeof withItsPayment }>;

export function toTopUpInvoice(row: InvoiceRow): TopUpInvoice {
  const { id, stripeNumber, hostedUrl, pdfUrl } = row;
  return { id, status: oneOf(INVOICE_STATES, row.status), number: stripeNumber, hostedUrl, pdfUrl };
}

/** Null for an invoice whose payment is not known, which no credited card top-up is. */
export function toFacts(row: WithItsPayment): TopUpInvoiceFacts | null {
  const charge = row.topUp?.charge;
  if (!charge?.paymentIntentId || row.topUpId === null || row.walletId === null) return null;
  return {
    invoiceId: row.id,
    topUpId: row.topUpId,
    accountId: row.accountId,
    walletId: row.walletId,
    buyerId: row.buyerId,
    status: oneOf(INVOICE_STATES, row.status),
    stripeCustomerId: charge.stripeCustomerId,
    paymentIntentId: charge.paymentIntentId,
    amount: moneyOf(row.amountMinor, row.currency),
    description: row.lines[0]?.description ?? 'Prepaid lead credit',
    stripeInvoiceId: row.stripeInvoiceId,
    number: row.stripeNumber,
    creditNotes: row.creditNotes.map(({ id, amountMinor, reason, refund }) => ({
      id,
      amount: moneyOf(amountMinor, row.currency),
      reason,
      stripeRefundId: refund?.stripeRefundId ?? null,
    })),
  };
}
