import { auditable, recordAudit } from '../audit/record.ts';
import type { Database } from '../database/connection.ts';
import { closePeriodWithin, closeWithin, duePeriods, periodOf } from './close.ts';
import { voidWithin, writeOffWithin } from './end.ts';
import { readFacts } from './facts.ts';
import { issuing } from './issue.ts';
import { getInvoice, listInvoices } from './list.ts';
import { notePaymentAskedWithin } from './note-payment-asked.ts';
import { overdueWithin } from './overdue.ts';
import { beginPaymentWithin, recordAttemptWithin } from './pay.ts';
import { readReceivable } from './receivable.ts';
import { recordMoneyWithin } from './stripe-money.ts';
import type { Invoices } from './types.ts';

export function createInvoices({ prisma }: Database): Invoices {
  return {
    list: (accountId, filter, page) => listInvoices(prisma, { accountId, filter, page }),
    get: (accountId, invoiceId) => getInvoice(prisma, accountId, invoiceId),
    receivable: (accountId, buyerId) => readReceivable(prisma, accountId, buyerId),

    async closeNow(order, actor) {
      const { accountId, buyerId } = order;
      return prisma.$transaction(async (records) => {
        const buyer = await records.buyerRow.findFirst({ where: { id: buyerId, accountId } });
        if (buyer === null) return null;
        const invoiceIds = await closeWithin(records, order);
        for (const subjectId of invoiceIds)
          await recordAudit(records, {
            accountId,
            actor,
            action: 'invoice.closed_early',
            subjectId,
            after: auditable({ buyerId }),
          });
        return invoiceIds;
      });
    },

    due: (now) => duePeriods(prisma, now),
    close: (input) => prisma.$transaction((records) => closePeriodWithin(records, input)),
    facts: (invoiceId) => readFacts(prisma, invoiceId),

    async findByStripeInvoice(stripeInvoiceId) {
      const row = await prisma.invoiceRow.findUnique({ where: { stripeInvoiceId } });
      return row === null || row.kind === 'top_up' ? null : row.id;
    },

    async periodOf(invoiceId) {
      const row = await prisma.invoiceRow.findUnique({ where: { id: invoiceId } });
      if (row === null || row.kind === 'top_up') return null;
      return { ...(await periodOf(prisma, invoiceId)), hasEnded: row.endedAt !== null };
    },

    ...issuing(prisma),
    recordStripeMoney: (invoiceId, money) =>
      prisma.$transaction((records) => recordMoneyWithin(records, invoiceId, money)),
    notePaymentAsked: (asked) => prisma.$transaction((records) => notePaymentAskedWithin(records, asked)),
    beginPayment: (order) => prisma.$transaction((records) => beginPaymentWithin(records, order)),
    recordAttempt: (chargeId, attempt, outcome) =>
      prisma.$transaction((records) => recordAttemptWithin(records, { chargeId, attempt }, outcome)),
    markOverdue: (invoiceId, now) => prisma.$transaction((records) => overdueWithin(records, invoiceId, now)),
    voidInvoice: (order, actor) => prisma.$transaction((records) => voidWithin(records, order, actor)),
    writeOff: (order, actor) => prisma.$transaction((records) => writeOffWithin(records, order, actor)),

    async markTold({ kind, id }, stripeId) {
      if (kind === 'credit_note') {
        const data = { stripeCreditNoteId: stripeId };
        await prisma.creditNoteRow.updateMany({ where: { id, stripeCreditNoteId: null }, data });
      } else {
        await prisma.receivablePaymentRow.updateMany({
          where: { id, toldStripeAs: null },
          data: { toldStripeAs: stripeId },
        });
      }
    },
  };
}
