import type { Database } from '../database/connection.ts';
import { toPage } from '../database/page.ts';
import { toPayment, withItsParts } from './read.ts';
import { recordPayment } from './record.ts';
import { reversePayment } from './reverse.ts';
import type { ReceivablePayments } from './types.ts';

export function createReceivablePayments({ prisma }: Database): ReceivablePayments {
  return {
    record: (input, actor) => recordPayment(prisma, input, actor),

    reverse: (input, actor) => reversePayment(prisma, input, actor),

    async get(accountId, paymentId) {
      const row = await prisma.receivablePaymentRow.findFirst({
        where: { id: paymentId, accountId, recordedWith: null },
        include: withItsParts,
      });
      return row && toPayment(row);
    },

    async list(accountId, buyerId, { limit, cursor }) {
      const buyer = await prisma.buyerRow.findFirst({
        where: { id: buyerId, accountId },
        select: { id: true },
      });
      if (buyer === null) return null;
      const rows = await prisma.receivablePaymentRow.findMany({
        where: { accountId, buyerId, recordedWith: null, ...(cursor && { id: { lt: cursor } }) },
        include: withItsParts,
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      return toPage(rows.map(toPayment), limit, (payment) => payment.id);
    },
  };
}
