import { collectedTopUpId } from '../charges/read.ts';
import type { Database } from '../database/connection.ts';
import { cardChangedWithin } from './card-changed.ts';
import { closeWithin } from './close.ts';
import { declineWithin } from './decline.ts';
import { readFacts } from './facts.ts';
import { postponeWithin } from './postpone.ts';
import { getFailingCharge, listFailingCharges } from './read.ts';
import { reserveWithin } from './reserve.ts';
import type { Collections } from './types.ts';

export function createCollections({ prisma }: Database): Collections {
  return {
    reserveAttempt: (input) => prisma.$transaction((records) => reserveWithin(records, input)),
    recordDecline: (input) => prisma.$transaction((records) => declineWithin(records, input)),
    postpone: ({ chargeId, reserved }) =>
      prisma.$transaction((records) => postponeWithin(records, chargeId, reserved)),
    facts: (chargeId) => readFacts(prisma, chargeId),
    close: (input) => prisma.$transaction((records) => closeWithin(records, input)),
    list: (accountId, filter, page) => listFailingCharges(prisma, { accountId, filter, page }),
    get: (accountId, chargeId) => getFailingCharge(prisma, accountId, chargeId),
    cardChanged: (input) => prisma.$transaction((records) => cardChangedWithin(records, input)),

    async listFailing(limit) {
      const rows = await prisma.chargeRow.findMany({
        where: { retryState: { not: null } },
        select: { id: true, topUpId: true, accountId: true },
        orderBy: { id: 'asc' },
        take: limit,
      });
      return rows.map(({ id, topUpId, accountId }) => ({
        chargeId: id,
        topUpId: collectedTopUpId({ id, topUpId }),
        accountId,
      }));
    },
  };
}
