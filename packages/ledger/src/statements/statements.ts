import type { Database, Records } from '../database/connection.ts';
import { moneyOf } from '../database/parse.ts';
import { entriesBetween } from '../wallets/entries.ts';
import type { Statements } from './types.ts';

type Cut = { first: bigint; last: bigint; opening: bigint; closing: bigint };

/** Lines fetched at once. */
const PORTION = 1_000;

export function createStatements({ prisma }: Database): Statements {
  async function bookOf(accountId: string, walletId: string) {
    return prisma.walletRow.findFirst({ where: { id: walletId, accountId } });
  }

  return {
    async forWallet(accountId, walletId, { from, to }) {
      const wallet = await bookOf(accountId, walletId);
      if (wallet === null) return null;
      const { bookAccountId, currency } = wallet;
      const { cut, final } = await prisma.$transaction(async (records) => {
        const settled = await waitForPostings(records, bookAccountId);
        const [row] = await records.$queryRaw<Cut[]>`
          select v.first, v.last, balance_at_version(${bookAccountId}, v.first) as opening,
            balance_at_version(${bookAccountId}, v.last) as closing
          from (select version_before(${bookAccountId}, ${from}) as first,
            version_before(${bookAccountId}, ${to}) as last) v`;
        if (row === undefined) throw new Error('a statement has an opening and a closing');
        return { cut: row, final: to <= settled };
      });
      return {
        walletId,
        from,
        to,
        opening: moneyOf(cut.opening, currency),
        closing: moneyOf(cut.closing, currency),
        lineCount: cut.last - cut.first,
        final,
        async *lines() {
          for (let after = cut.first; after < cut.last; ) {
            const portion = { bookAccountId, accountId, after, upTo: cut.last, limit: PORTION };
            const entries = await entriesBetween(prisma, portion);
            yield* entries;
            const newest = entries.at(-1)?.version;
            if (newest === undefined) throw new Error('an entry of a closed period is missing');
            after = newest;
          }
        },
      };
    },

    async balanceBefore(accountId, walletId, at) {
      const wallet = await bookOf(accountId, walletId);
      if (wallet === null) return null;
      const { bookAccountId, currency } = wallet;
      const [row] = await prisma.$queryRaw<{ balance: bigint }[]>`
        select balance_at_version(${bookAccountId}, version_before(${bookAccountId}, ${at})) as balance`;
      return moneyOf(row?.balance ?? 0n, currency);
    },
  };
}

/**
 * A posting that is being written right now has its time already and is not yet seen. Sharing the book's lock waits
 * for it; whatever is posted afterwards is later than the instant this answers.
 */
async function waitForPostings(records: Records, bookAccountId: bigint): Promise<Date> {
  await records.$queryRaw`select id from book_account where id = ${bookAccountId} for share`;
  const [row] = await records.$queryRaw<{ now: Date }[]>`select clock_timestamp() as now`;
  return row?.now ?? new Date(0);
}
