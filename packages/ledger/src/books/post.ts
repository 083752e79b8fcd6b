import type { Records } from '../database/connection.ts';

/** One line of a posting: signed minor units on one book. */
export type PostingLine = { bookId: bigint; amountMinor: bigint };

export type Posting = {
  accountId: string;
  /** The natural key of the business event; posting it again is harmless. */
  key: string;
  kind: 'top_up' | 'external_credit' | 'promotional_credit';
  subjectId: string;
  externalRef?: string | undefined;
  lines: PostingLine[];
};

export type PostResult =
  | { status: 'posted' | 'replayed'; txId: bigint; balancesAfter: (bigint | null)[] }
  | { status: 'key_reused' }
  | { status: 'floor_reached'; availableMinor: bigint };

type Row = { status: string; tx_id: bigint | null; balances: (bigint | null)[] | null };

/**
 * Posts within the caller's transaction. Call it last: the wallet is locked from here until that transaction commits.
 * `balancesAfter` has one place for each line, null on lazy books.
 */
export async function postWithin(records: Records, posting: Posting): Promise<PostResult> {
  const [row] = await records.$queryRaw<Row[]>`
    select status, tx_id, balances from post_transaction(
      ${posting.accountId}, ${posting.key}, ${posting.kind}, ${posting.subjectId}, ${posting.externalRef ?? null}::text,
      null::bigint, ${posting.lines.map((line) => line.bookId)}::bigint[],
      ${posting.lines.map((line) => line.amountMinor)}::bigint[])`;
  switch (row?.status) {
    case 'posted':
    case 'replayed':
      if (row.tx_id === null) break;
      return { status: row.status, txId: row.tx_id, balancesAfter: row.balances ?? [] };
    case 'key_reused':
      return { status: 'key_reused' };
    case 'floor_reached':
      return { status: 'floor_reached', availableMinor: row.balances?.[0] ?? 0n };
  }
  throw new Error(`post_transaction answered ${row?.status}`);
}

export type BookKind =
  | 'wallet'
  | 'receivable'
  | 'stripe_clearing'
  | 'external_receipts'
  | 'promotions'
  | 'lead_revenue'
  | 'refunds_in_flight'
  | 'disputed_funds'
  | 'stripe_fees'
  | 'write_offs';

/** The id of a book, opened on first use. Books that the account has once for each currency need no owner. */
export async function openBook(
  records: Records,
  book: { accountId: string; kind: BookKind; ownerId?: string; currency: string },
): Promise<bigint> {
  const [row] = await records.$queryRaw<{ id: bigint }[]>`
    select open_book(${book.accountId}, ${book.kind}, ${book.ownerId ?? ''}, ${book.currency}) as id`;
  if (row === undefined) throw new Error('open_book answered nothing');
  return row.id;
}
