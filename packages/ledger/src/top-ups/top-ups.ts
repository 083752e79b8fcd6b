import type { Database } from '../database/connection.ts';
import { toPage } from '../database/page.ts';
import { creditTopUp } from './credit.ts';
import { cancelTopUp, declineTopUp } from './endings.ts';
import { toTopUp, withItsCharge } from './read.ts';
import { requestTopUp } from './request.ts';
import type { TopUp, TopUps } from './types.ts';

export function createTopUps(database: Database): TopUps {
  const { prisma } = database;

  async function read(id: string): Promise<TopUp> {
    return toTopUp(await prisma.topUpRow.findUniqueOrThrow({ where: { id }, include: withItsCharge }));
  }

  return {
    request: (input, actor) => requestTopUp(prisma, input, actor),

    async get(accountId, topUpId) {
      const row = await prisma.topUpRow.findFirst({
        where: { id: topUpId, accountId },
        include: withItsCharge,
      });
      return row && toTopUp(row);
    },

    async find(topUpId) {
      const row = await prisma.topUpRow.findUnique({ where: { id: topUpId }, include: withItsCharge });
      return row && toTopUp(row);
    },

    async list(accountId, { walletId, status }, { limit, cursor }) {
      const rows = await prisma.topUpRow.findMany({
        where: {
          accountId,
          ...(walletId && { walletId }),
          ...(status && { status }),
          ...(cursor && { id: { lt: cursor } }),
        },
        include: withItsCharge,
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      return toPage(rows.map(toTopUp), limit, (topUp) => topUp.id);
    },

    async listOpen(olderThan, limit) {
      const rows = await prisma.topUpRow.findMany({
        where: { endedAt: null, createdAt: { lt: olderThan } },
        include: withItsCharge,
        orderBy: { id: 'asc' },
        take: limit,
      });
      return rows.map(toTopUp);
    },

    async setWaiting(topUpId, status) {
      await prisma.topUpRow.updateMany({
        where: { id: topUpId, endedAt: null, status: { not: status } },
        data: { status, updatedAt: new Date() },
      });
      return read(topUpId);
    },

    async credit(topUpId, payment) {
      await prisma.$transaction((records) => creditTopUp(records, topUpId, payment));
      return read(topUpId);
    },

    async decline(topUpId, decline) {
      await prisma.$transaction((records) => declineTopUp(records, topUpId, decline));
      return read(topUpId);
    },

    async cancel(topUpId, reason, actor) {
      await prisma.$transaction((records) => cancelTopUp(records, { topUpId, reason, actor }));
      return read(topUpId);
    },
  };
}
