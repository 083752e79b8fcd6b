import { collectedTopUpId } from '../charges/read.ts';
import type { Database } from '../database/connection.ts';
import { cardChangedWithin } from './card-changed.ts';
import { closeWithin } from './close.ts';
import { declineWithin } from './decline.ts';
import { readFacts } from './facts.ts';
import { noteRetryAskedWithin } from './note-retry-asked.ts';
import { recordPayersOutcomeWithin } from './payers-outcome.ts';
import { postponeWithin } from './postpone.ts';
import { getFailingCharge, listFailingCharges } from './read.ts';
import { reserveWithin } from './reserve.ts';
import { reserveForPayerWithin } from './reserve-for-payer.ts';
import type { Collections } from './types.ts';

export function createCollections({ prisma }: Database): Collections {
  return {
    reserveAttempt: (input) => prisma.$transaction((records) => reserveWithin(records, input)),
    reserveForPayer: (chargeId) => prisma.$transaction((records) => reserveForPayerWithin(records, chargeId)),
    recordPayersOutcome: (chargeId, seen, asOf) =>
      prisma.$transaction((records) => recordPayersOutcomeWithin(records, { chargeId, seen, asOf })),
    recordDecline: (input) => prisma.$transaction((records) => declineWithin(records, input)),
    postpone: (input) => prisma.$transaction((records) => postponeWithin(records, input)),
    noteRetryAsked: (input) => prisma.$transaction((records) => noteRetryAskedWithin(records, input)),
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
