import type { Page, PageRequest } from '../database/page.ts';
import { toPage } from '../database/page.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { type EntryRow, SELECT_ENTRIES, toEntry } from './entry-rows.ts';
import type { WalletEntry } from './types.ts';

type EntriesQuery = { accountId: string; walletId: string; page: PageRequest };

/** A wallet's history, newest first. The cursor is the version below which to go on: versions are gapless. */
export async function walletEntries(
  prisma: PrismaClient,
  query: EntriesQuery,
): Promise<Page<WalletEntry> | null> {
  const { accountId, walletId, page } = query;
  const wallet = await prisma.walletRow.findFirst({ where: { id: walletId, accountId } });
  if (wallet === null) return null;
  const before = page.cursor !== undefined && /^\d{1,18}$/.test(page.cursor) ? BigInt(page.cursor) : null;
  const rows = await prisma.$queryRaw<EntryRow[]>`${SELECT_ENTRIES}
    where e.book_account_id = ${wallet.bookAccountId} and e.account_id = ${accountId}
      and e.version < coalesce(${before}::bigint, 9223372036854775807)
    order by e.version desc
    limit ${page.limit + 1}`;
  return toPage(rows.map(toEntry), page.limit, (entry) => entry.version.toString());
}

type Portion = { accountId: string; bookAccountId: bigint; after: bigint; upTo: bigint; limit: number };

/** The entries of versions `after < version <= upTo`, oldest first. */
export async function entriesBetween(prisma: PrismaClient, portion: Portion): Promise<WalletEntry[]> {
  const rows = await prisma.$queryRaw<EntryRow[]>`${SELECT_ENTRIES}
    where e.book_account_id = ${portion.bookAccountId} and e.account_id = ${portion.accountId}
      and e.version > ${portion.after} and e.version <= ${portion.upTo}
    order by e.version
    limit ${portion.limit}`;
  return rows.map(toEntry);
}
