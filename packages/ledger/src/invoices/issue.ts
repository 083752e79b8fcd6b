import type { Records } from '../database/connection.ts';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { writeMail } from '../notifications/write-mail.ts';
import { dueOf } from './read.ts';
import type { Invoices } from './types.ts';

const DAY_MS = 86_400_000;

/** Where a buyer's terms name none. */
export const DEFAULT_TERMS_DAYS = 14;

/** The steps from a draft to an invoice that somebody is asked to pay. Each may be repeated. */
export function issuing(
  prisma: PrismaClient,
): Pick<Invoices, 'setDue' | 'rememberStripeInvoice' | 'markIssued' | 'remind'> {
  return {
    async setDue(invoiceId, now) {
      const { buyerId } = await prisma.invoiceRow.findUniqueOrThrow({ where: { id: invoiceId } });
      const buyer = buyerId === null ? null : await prisma.buyerRow.findUnique({ where: { id: buyerId } });
      const days = buyer?.termsDays ?? DEFAULT_TERMS_DAYS;
      // Whole seconds, as Stripe has it.
      const dueAt = new Date(Math.floor((now.getTime() + days * DAY_MS) / 1000) * 1000);
      await prisma.invoiceRow.updateMany({ where: { id: invoiceId, dueAt: null }, data: { dueAt } });
      return (await prisma.invoiceRow.findUniqueOrThrow({ where: { id: invoiceId } })).dueAt ?? dueAt;
    },

    async rememberStripeInvoice(invoiceId, stripeInvoiceId) {
      await prisma.invoiceRow.updateMany({
        where: { id: invoiceId, stripeInvoiceId: null },
        data: { stripeInvoiceId },
      });
      const row = await prisma.invoiceRow.findUniqueOrThrow({ where: { id: invoiceId } });
      return row.stripeInvoiceId ?? stripeInvoiceId;
    },

    async markIssued(invoiceId, atStripe, now) {
      await prisma.$transaction(async (records) => {
        const { count } = await records.invoiceRow.updateMany({
          where: { id: invoiceId, status: 'draft' },
          data: {
            status: 'open',
            issuedAt: now,
            updatedAt: new Date(),
            stripeNumber: atStripe?.number ?? null,
            hostedUrl: atStripe?.hostedUrl ?? null,
            pdfUrl: atStripe?.pdfUrl ?? null,
          },
        });
        if (count === 1) await mailAbout(records, { invoiceId, kind: 'invoice_issued', occasion: 'issued' });
      });
    },

    async remind(order) {
      await prisma.$transaction((records) => mailAbout(records, order));
    },
  };
}

type Reminder = Parameters<Invoices['remind']>[0];

/** One mail for each occasion of an invoice that is still open. */
export async function mailAbout(records: Records, { invoiceId, kind, occasion }: Reminder): Promise<void> {
  const invoice = await records.invoiceRow.findUniqueOrThrow({ where: { id: invoiceId } });
  const { accountId, buyerId } = invoice;
  const due = dueOf(invoice);
  if (buyerId === null || due === 0n) return;
  const buyer = await records.buyerRow.findUniqueOrThrow({ where: { id: buyerId } });
  const paused = await records.pauseReasonRow.count({
    where: { buyerId, reason: 'invoice_overdue', subjectId: invoiceId, closedAt: null },
  });
  const data: Prisma.InputJsonObject = {
    invoiceId,
    buyerId,
    buyerName: buyer.name,
    number: invoice.stripeNumber,
    period: invoice.period,
    dueMinor: Number(due),
    currency: invoice.currency,
    dueAt: invoice.dueAt?.toISOString() ?? null,
    hostedUrl: invoice.hostedUrl,
    paused: paused > 0,
    reminder: occasion !== 'issued' && occasion !== 'overdue',
  };
  await writeMail(records, { accountId, buyerId, kind, occasion: `${invoiceId}:${occasion}`, data });
}
