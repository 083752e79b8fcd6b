import { ENTRY_TYPES } from '@drawdown/shared/http';
import type { Currency } from '@drawdown/shared/money';
import type { Records } from '../database/connection.ts';
import { moneyOf, oneOf } from '../database/parse.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { entriesBetween } from '../wallets/entries.ts';
import { buyerNamesAsOf } from './names-as-of.ts';
import type { Period, Statement, StatementLine, StatementTotal } from './types.ts';

export type BookOfStatement = Period & {
  accountId: string;
  kind: 'wallet' | 'receivable';
  ownerId: string;
  currency: Currency;
  /** The wallet's book under whose lock all of this is posted, a book of its own opened on first use included. */
  walletBookId: bigint;
};

/** From behind version `first` to `last`; the book is null where nothing was ever posted. */
type Cut = { bookAccountId: bigint | null; first: bigint; last: bigint; opening: bigint; closing: bigint };

/** Lines fetched at once. */
const PORTION = 1_000;

/** One strict book over a period. */
export async function bookStatement(prisma: PrismaClient, book: BookOfStatement): Promise<Statement> {
  const { accountId, currency, from, to } = book;
  const { cut, settled, head } = await prisma.$transaction(async (records) => {
    const settled = await waitForPostings(records, book);
    const cut = await cutOf(records, book);
    const [head] = await records.$queryRaw<{ name: string; time_zone: string }[]>`
      select text_as_of(id, 'name', ${to}, name) as name, time_zone from account where id = ${accountId}`;
    return { cut, settled, head };
  });
  const { bookAccountId } = cut;
  if (head === undefined) throw new Error('a statement belongs to an account');
  return {
    accountName: head.name,
    timeZone: head.time_zone,
    from,
    to,
    currency,
    opening: moneyOf(cut.opening, currency),
    closing: moneyOf(cut.closing, currency),
    lineCount: cut.last - cut.first,
    final: to <= settled,
    asOf: settled,
    totals: async () => (bookAccountId === null ? [] : totalsOf(prisma, { ...cut, bookAccountId, currency })),
    async *lines() {
      const names = new Map<string, string>();
      for (let after = cut.first; bookAccountId !== null && after < cut.last; ) {
        const portion = { bookAccountId, accountId, after, upTo: cut.last, limit: PORTION };
        const entries = await entriesBetween(prisma, portion);
        const unnamed = entries.flatMap(({ buyerId }) =>
          buyerId === null || names.has(buyerId) ? [] : [buyerId],
        );
        const found = await buyerNamesAsOf(prisma, { accountId, buyerIds: [...new Set(unnamed)], at: to });
        for (const [id, name] of found) names.set(id, name);
        for (const entry of entries) yield named(entry, names);
        const newest = entries.at(-1)?.version;
        if (newest === undefined) throw new Error('an entry of a closed period is missing');
        after = newest;
      }
    },
  };
}

function named(entry: Omit<StatementLine, 'buyerName'>, names: Map<string, string>): StatementLine {
  return { ...entry, buyerName: entry.buyerId === null ? null : (names.get(entry.buyerId) ?? null) };
}

async function cutOf(records: Records, book: BookOfStatement): Promise<Cut> {
  const { accountId, kind, ownerId, currency, from, to } = book;
  const [cut] = await records.$queryRaw<(Cut & { bookAccountId: bigint })[]>`
    select v.id as "bookAccountId", v.first, v.last, balance_at_version(v.id, v.first) as opening,
      balance_at_version(v.id, v.last) as closing
    from (select id, version_before(id, ${from}) as first, version_before(id, ${to}) as last
      from book_account where account_id = ${accountId} and kind = ${kind} and owner_id = ${ownerId}
        and currency = ${currency}) v`;
  return cut ?? { bookAccountId: null, first: 0n, last: 0n, opening: 0n, closing: 0n };
}

type Totalled = { bookAccountId: bigint; first: bigint; last: bigint; currency: Currency };

async function totalsOf(
  prisma: PrismaClient,
  { bookAccountId, first, last, currency }: Totalled,
): Promise<StatementTotal[]> {
  const rows = await prisma.$queryRaw<{ kind: string; count: bigint; amount: bigint }[]>`
    select t.kind, count(*) as count, sum(e.amount)::bigint as amount
    from book_entry e join book_tx t on t.id = e.tx_id
    where e.book_account_id = ${bookAccountId} and e.version > ${first} and e.version <= ${last}
    group by t.kind`;
  const totals = rows.map(({ kind, count, amount }) => ({
    type: oneOf(ENTRY_TYPES, kind),
    count,
    amount: moneyOf(amount, currency),
  }));
  return totals.sort((a, b) => ENTRY_TYPES.indexOf(a.type) - ENTRY_TYPES.indexOf(b.type));
}

/**
 * A posting that is being written right now has its time already and is not yet seen. Sharing the books' locks waits
 * for it; whatever is posted afterwards is later than the instant this answers. The wallet's book first, as postings do.
 */
async function waitForPostings(records: Records, book: BookOfStatement): Promise<Date> {
  const { accountId, kind, ownerId, currency, walletBookId } = book;
  await records.$queryRaw`select id from book_account where id = ${walletBookId} for share`;
  await records.$queryRaw`
    select id from book_account where account_id = ${accountId} and kind = ${kind} and owner_id = ${ownerId}
      and currency = ${currency} for share`;
  const [row] = await records.$queryRaw<{ now: Date }[]>`select clock_timestamp() as now`;
  return row?.now ?? new Date(0);
}
