import { moneyOf, optionalMoneyOf } from '../database/parse.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { toSummary } from './read.ts';
import type { Receivable } from './types.ts';

/** One look at the database: the parts always belong together. */
export async function readReceivable(
  prisma: PrismaClient,
  accountId: string,
  buyerId: string,
): Promise<Receivable | null> {
  return prisma.$transaction(
    async (records) => {
      const buyer = await records.buyerRow.findFirst({ where: { id: buyerId, accountId } });
      if (buyer === null) return null;
      const [sums] = await records.$queryRaw<
        { owed: bigint; unbilled: bigint; trust: bigint; close: Date }[]
      >`
        select owed_by(${buyerId}) as owed, unbilled_of(${buyerId}) as unbilled, trust_owed(${buyerId}) as trust,
          (period_at(${buyerId}, clock_timestamp())).ends_at as close`;
      if (sums === undefined) throw new Error('the receivable was not answered');
      const open = await records.invoiceRow.findMany({
        where: { buyerId, kind: { not: 'top_up' }, status: { in: ['draft', 'open'] } },
        orderBy: { endsAt: 'asc' },
      });
      const { currency, mechanism, creditLimitMinor, name } = buyer;
      // On net terms no limit is none at all; who bills by hand decides how far he goes.
      const limit = creditLimitMinor ?? (mechanism === 'net_terms' ? 0n : null);
      const onAccount = mechanism === 'net_terms' || mechanism === 'manual';
      return {
        buyerId,
        owed: moneyOf(sums.owed, currency),
        unbilled: moneyOf(sums.unbilled, currency),
        openInvoices: open.map((row) => toSummary(row, name)),
        trust: moneyOf(sums.trust, currency),
        creditLimit: optionalMoneyOf(onAccount ? limit : null, currency),
        creditLeft: optionalMoneyOf(onAccount && limit !== null ? limit - sums.owed : null, currency),
        nextCloseAt: onAccount ? sums.close : null,
      };
    },
    { isolationLevel: 'RepeatableRead' },
  );
}
