import type { Database } from '../database/connection.ts';
import { toPage } from '../database/page.ts';
import { correctTopUp } from './correct.ts';
import { followRefund } from './follow.ts';
import { toRefund, withItsPayment } from './read.ts';
import { refundableOf } from './refundable.ts';
import { requestRefund } from './request.ts';
import { failRefund, settleRefund } from './settle.ts';
import type { Refund, Refunds } from './types.ts';

export function createRefunds({ prisma }: Database): Refunds {
  async function read(id: string): Promise<Refund> {
    return toRefund(await prisma.refundRow.findUniqueOrThrow({ where: { id }, include: withItsPayment }));
  }

  return {
    request: (input, actor) => requestRefund(prisma, input, actor),

    async refundable(accountId, topUpId) {
      const row = await prisma.topUpRow.findFirst({
        where: { id: topUpId, accountId },
        include: { charge: true },
      });
      if (row === null) return null;
      const { charge, ...topUp } = row;
      return refundableOf(prisma, { topUp, charge });
    },

    async get(accountId, refundId) {
      const row = await prisma.refundRow.findFirst({
        where: { id: refundId, accountId },
        include: withItsPayment,
      });
      return row && toRefund(row);
    },

    async list(accountId, { topUpId, walletId, status }, { limit, cursor }) {
      const rows = await prisma.refundRow.findMany({
        where: {
          accountId,
          ...(topUpId && { topUpId }),
          ...(walletId && { walletId }),
          ...(status && { status }),
          ...(cursor && { id: { lt: cursor } }),
        },
        include: withItsPayment,
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      return toPage(rows.map(toRefund), limit, (refund) => refund.id);
    },

    async find(refundId) {
      const row = await prisma.refundRow.findUnique({ where: { id: refundId }, include: withItsPayment });
      return row && toRefund(row);
    },

    async listOpen(olderThan, limit) {
      const rows = await prisma.refundRow.findMany({
        where: { endedAt: null, origin: { not: 'dashboard' }, createdAt: { lt: olderThan } },
        include: withItsPayment,
        orderBy: { id: 'asc' },
        take: limit,
      });
      return rows.map(toRefund);
    },

    async rememberStripeRefund(refundId, stripeRefundId) {
      await prisma.refundRow.updateMany({
        where: { id: refundId, stripeRefundId: null },
        data: { stripeRefundId, updatedAt: new Date() },
      });
      return read(refundId);
    },

    async settle(refundId, stripeRefundId) {
      await prisma.$transaction((records) => settleRefund(records, refundId, stripeRefundId));
      return read(refundId);
    },

    async fail(refundId, failure) {
      await prisma.$transaction((records) => failRefund(records, refundId, failure));
      return read(refundId);
    },

    follow: (refund) => prisma.$transaction((records) => followRefund(records, refund)),

    correct: (input, actor) => prisma.$transaction((records) => correctTopUp(records, input, actor)),
  };
}
