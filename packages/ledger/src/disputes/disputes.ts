import type { Database } from '../database/connection.ts';
import { toPage } from '../database/page.ts';
import { readEvidence } from './evidence.ts';
import { warnWithin } from './fraud-warning.ts';
import { readDisputes, whereStatus } from './read.ts';
import { recordWithin } from './record.ts';
import { remindWithin } from './tell.ts';
import type { Dispute, Disputes } from './types.ts';

export function createDisputes(database: Database): Disputes {
  const { prisma } = database;
  return {
    async record(seen, by) {
      const recorded = await prisma.$transaction((records) => recordWithin(records, seen, by));
      if (recorded.outcome !== 'recorded') return recorded;
      const dispute = await find(recorded.disputeId);
      if (dispute === null) throw new Error('the dispute that was just recorded is not there');
      return { outcome: 'recorded', dispute, isNew: recorded.isNew };
    },

    find,

    async get(accountId, disputeId) {
      const [dispute] = await readDisputes(prisma, { where: { id: disputeId, accountId } });
      return dispute ?? null;
    },

    async list(accountId, { statuses, walletId, buyerId, topUpId }, { limit, cursor }) {
      const rows = await readDisputes(prisma, {
        where: {
          accountId,
          ...(statuses && whereStatus(statuses)),
          ...(walletId !== undefined && { walletId }),
          ...(buyerId !== undefined && { buyerId }),
          ...(topUpId !== undefined && { charge: { topUpId } }),
          ...(cursor !== undefined && { id: { lt: cursor } }),
        },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      return toPage(rows, limit, ({ id }) => id);
    },

    listOpen: (limit) =>
      readDisputes(prisma, { where: { verdict: null }, orderBy: { openedAt: 'asc' }, take: limit }),

    remind: (input) => prisma.$transaction((records) => remindWithin(records, input)),

    recordFraudWarning: (warning) => prisma.$transaction((records) => warnWithin(records, warning)),

    async evidence(accountId, disputeId) {
      const [dispute] = await readDisputes(prisma, { where: { id: disputeId, accountId } });
      return dispute === undefined ? null : readEvidence(database, dispute);
    },
  };

  async function find(disputeId: string): Promise<Dispute | null> {
    const [dispute] = await readDisputes(prisma, { where: { id: disputeId } });
    return dispute ?? null;
  }
}
