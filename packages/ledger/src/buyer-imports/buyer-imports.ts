import type { Actor } from '../accounts/types.ts';
import { insertBuyer } from '../buyers/insert.ts';
import { updateWithin } from '../buyers/update.ts';
import { type Database, isUniqueViolation, type Records } from '../database/connection.ts';
import { currencyOf } from '../database/parse.ts';
import { untilItStays } from '../switching/lock.ts';
import { knownFor } from './known.ts';
import { creditOpeningBalance } from './opening-balance.ts';
import { planRow } from './plan-row.ts';
import type { BuyerImports, ImportedRow, ImportRow } from './types.ts';

export function createBuyerImports({ prisma }: Database): BuyerImports {
  return {
    async currencies(accountId, externalIds) {
      const rows = await prisma.buyerRow.findMany({
        where: { accountId, externalId: { in: externalIds } },
        select: { externalId: true, currency: true },
      });
      return new Map(rows.map(({ externalId, currency }) => [externalId ?? '', currencyOf(currency)]));
    },

    async plan(accountId, rows) {
      const externalIds = rows.map(({ externalId }) => externalId);
      // One snapshot: a buyer and its opening balance are written together, and are seen together or not at all.
      const known = await prisma.$transaction((records) => knownFor(records, accountId, externalIds), {
        isolationLevel: 'RepeatableRead',
      });
      return rows.map((row) => planRow(row, known));
    },

    async bringIn(accountId, row, actor) {
      const once = () =>
        untilItStays(() =>
          prisma.$transaction((records) => bringInWithin(records, { accountId, row, actor })),
        );
      try {
        return await once();
      } catch (error) {
        // Somebody gave the external id to a buyer at the same moment: now that one is known.
        if (isUniqueViolation(error)) return once();
        throw error;
      }
    },
  };
}

type Bringing = { accountId: string; row: ImportRow; actor: Actor };

async function bringInWithin(records: Records, { accountId, row, actor }: Bringing): Promise<ImportedRow> {
  // Imports of one external id come one after the other, so that none judges by the half of what another writes.
  await records.$executeRaw`
    select pg_advisory_xact_lock(hashtextextended('import ' || ${accountId} || ' ' || ${row.externalId}, 0))`;
  const planned = planRow(row, await knownFor(records, accountId, [row.externalId]));
  switch (planned.action) {
    case 'error':
    case 'unchanged':
      return { planned, buyerId: planned.buyerId, walletId: null };
    case 'create': {
      const buyer = await insertBuyer(
        records,
        { accountId, ...buyerInput(row), currency: row.currency },
        actor,
      );
      await credit(records, { accountId, row, actor }, buyer);
      return { planned, buyerId: buyer.id, walletId: buyer.walletId };
    }
    case 'update': {
      const { buyerId } = planned;
      if (buyerId === null) throw new Error('a buyer that is changed is there');
      const { mechanism: _mechanism, ...billing } = buyerInput(row).billing;
      const change = { accountId, buyerId, name: row.name, email: row.email, billing };
      await updateWithin(records, change, actor);
      const { walletId } = await records.buyerRow.findUniqueOrThrow({ where: { id: buyerId } });
      if (planned.openingBalance !== null)
        await credit(records, { accountId, row, actor }, { id: buyerId, walletId });
      return { planned, buyerId, walletId };
    }
  }
}

async function credit(
  records: Records,
  { accountId, row, actor }: Bringing,
  buyer: { id: string; walletId: string },
): Promise<void> {
  const { externalId, openingBalance: amount } = row;
  if (amount === undefined) return;
  const { id: buyerId, walletId } = buyer;
  await creditOpeningBalance(records, { accountId, externalId, buyerId, walletId, amount, actor });
}

function buyerInput(row: ImportRow) {
  const { externalId, name, email } = row;
  const { mechanism, failurePolicy, creditLimit, termsDays, invoicePeriod, exposureLimit } = row;
  const billing = { mechanism, failurePolicy, creditLimit, termsDays, invoicePeriod, exposureLimit };
  return { externalId, name, email, billing };
}
