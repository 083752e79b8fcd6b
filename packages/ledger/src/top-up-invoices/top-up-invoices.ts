import type { Database, Records } from '../database/connection.ts';
import { toFacts, withItsPayment } from './read.ts';
import { nameInReceipt } from './receipt.ts';
import type { MadeInvoice, TopUpInvoices } from './types.ts';

export function createTopUpInvoices({ prisma }: Database): TopUpInvoices {
  return {
    async facts(topUpId) {
      const row = await prisma.invoiceRow.findUnique({ where: { topUpId }, include: withItsPayment });
      return row && toFacts(row);
    },

    async rememberStripeInvoice(invoiceId, stripeInvoiceId) {
      await prisma.invoiceRow.updateMany({
        where: { id: invoiceId, kind: 'top_up', stripeInvoiceId: null },
        data: { stripeInvoiceId, updatedAt: new Date() },
      });
      const row = await prisma.invoiceRow.findUniqueOrThrow({ where: { id: invoiceId } });
      return row.stripeInvoiceId ?? stripeInvoiceId;
    },

    async markPaid(invoiceId, made) {
      await prisma.$transaction((records) => markPaidWithin(records, invoiceId, made));
    },

    async rememberCreditNote(creditNoteId, stripeCreditNoteId) {
      await prisma.creditNoteRow.updateMany({
        where: { id: creditNoteId, stripeCreditNoteId: null },
        data: { stripeCreditNoteId },
      });
    },

    async listUnmade(olderThan, limit) {
      const rows = await prisma.$queryRaw<{ top_up_id: string }[]>`
        select i.top_up_id from invoice i where i.kind = 'top_up' and i.status = 'draft' and i.created_at < ${olderThan}
        union
        select i.top_up_id from credit_note n join invoice i on i.id = n.invoice_id
          where i.kind = 'top_up' and n.stripe_credit_note_id is null and n.created_at < ${olderThan}
        order by 1 limit ${limit}`;
      return rows.map(({ top_up_id }) => top_up_id);
    },
  };
}

async function markPaidWithin(
  records: Records,
  invoiceId: string,
  { number, hostedUrl, pdfUrl }: MadeInvoice,
): Promise<void> {
  // A refund that succeeds at this moment writes its credit note before or after, never between.
  await records.$queryRaw`select id from invoice where id = ${invoiceId} for no key update`;
  const invoice = await records.invoiceRow.findUniqueOrThrow({ where: { id: invoiceId } });
  if (invoice.status !== 'draft') return;
  const now = new Date();
  const paid = await records.invoiceRow.update({
    where: { id: invoiceId },
    data: {
      status: 'paid',
      paidMinor: invoice.amountMinor - invoice.creditedMinor,
      stripeNumber: number,
      hostedUrl,
      pdfUrl,
      issuedAt: now,
      endedAt: now,
      updatedAt: now,
    },
  });
  await nameInReceipt(records, paid);
}
