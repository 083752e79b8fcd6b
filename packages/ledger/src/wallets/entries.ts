import { ENTRY_TYPES } from '@drawdown/shared/http';
import type { Page, PageRequest } from '../database/page.ts';
import { toPage } from '../database/page.ts';
import { moneyOf, oneOf } from '../database/parse.ts';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import { entryDescription } from './entry-description.ts';
import type { WalletEntry } from './types.ts';

type Row = {
  tx_id: bigint;
  line: number;
  kind: string;
  amount: bigint;
  currency: string;
  balance_after: bigint;
  version: bigint;
  created_at: Date;
  delivery_id: string | null;
  lead_id: string | null;
  delivery_buyer_id: string | null;
  top_up_id: string | null;
  top_up_buyer_id: string | null;
  reference: string | null;
  reason: string | null;
};

type EntriesQuery = { accountId: string; walletId: string; page: PageRequest };

const SELECT_ENTRIES = Prisma.sql`
  select e.tx_id, e.line, t.kind, e.amount, e.currency, e.balance_after, e.version, e.created_at,
    d.id as delivery_id, d.lead_id, d.buyer_id as delivery_buyer_id,
    u.id as top_up_id, u.buyer_id as top_up_buyer_id, u.reference, u.reason
  from book_entry e
  join book_tx t on t.id = e.tx_id
  left join delivery d on d.id = t.subject_id and d.account_id = e.account_id
  left join top_up u on u.id = t.subject_id and u.account_id = e.account_id`;

/** A wallet's history, newest first. The cursor is the version below which to go on: versions are gapless. */
export async function walletEntries(
  prisma: PrismaClient,
  query: EntriesQuery,
): Promise<Page<WalletEntry> | null> {
  const { accountId, walletId, page } = query;
  const wallet = await prisma.walletRow.findFirst({ where: { id: walletId, accountId } });
  if (wallet === null) return null;
  const before = page.cursor !== undefined && /^\d{1,18}$/.test(page.cursor) ? BigInt(page.cursor) : null;
  const rows = await prisma.$queryRaw<Row[]>`${SELECT_ENTRIES}
    where e.book_account_id = ${wallet.bookAccountId} and e.account_id = ${accountId}
      and e.version < coalesce(${before}::bigint, 9223372036854775807)
    order by e.version desc
    limit ${page.limit + 1}`;
  return toPage(rows.map(toEntry), page.limit, (entry) => entry.version.toString());
}

type Portion = { accountId: string; bookAccountId: bigint; after: bigint; upTo: bigint; limit: number };

/** The entries of versions `after < version <= upTo`, oldest first. */
export async function entriesBetween(prisma: PrismaClient, portion: Portion): Promise<WalletEntry[]> {
  const rows = await prisma.$queryRaw<Row[]>`${SELECT_ENTRIES}
    where e.book_account_id = ${portion.bookAccountId} and e.account_id = ${portion.accountId}
      and e.version > ${portion.after} and e.version <= ${portion.upTo}
    order by e.version
    limit ${portion.limit}`;
  return rows.map(toEntry);
}

function toEntry(row: Row): WalletEntry {
  const type = oneOf(ENTRY_TYPES, row.kind);
  return {
    id: `${row.tx_id}-${row.line}`,
    type,
    amount: moneyOf(row.amount, row.currency),
    balanceAfter: moneyOf(row.balance_after, row.currency),
    version: row.version,
    at: row.created_at,
    description: entryDescription({
      type,
      leadId: row.lead_id,
      reference: row.reference,
      reason: row.reason,
    }),
    buyerId: row.delivery_buyer_id ?? row.top_up_buyer_id,
    deliveryId: row.delivery_id,
    leadId: row.lead_id,
    topUpId: row.top_up_id,
  };
}
