import type { Records } from '../database/connection.ts';
import type { BookKind } from './books.ts';
import type { BusinessEvent } from './events.ts';
import { postingFor } from './postings.ts';

export type PostResult =
  | { status: 'posted' | 'replayed'; txId: bigint; balancesAfter: (bigint | null)[] }
  | { status: 'key_reused' }
  | { status: 'floor_reached'; availableMinor: bigint };

type Row = { status: string; tx_id: bigint | null; balances: (bigint | null)[] | null };

/**
 * Posts a business event once, within the caller's transaction. Call it last: the wallet is locked from here until
 * that transaction commits. `balancesAfter` has one place for each line of the event, null on lazy books.
 */
export async function postWithin(records: Records, event: BusinessEvent): Promise<PostResult> {
  const { accountId, currency } = event;
  const { kind, key, subjectId, externalRef, reversesTxId, lines } = postingFor(event);
  const books: bigint[] = [];
  for (const { book, ownerId } of lines)
    books.push(await openBook(records, { accountId, kind: book, ownerId, currency }));
  const [row] = await records.$queryRaw<Row[]>`
    select status, tx_id, balances from post_transaction(
      ${accountId}, ${key}, ${kind}, ${subjectId}, ${externalRef ?? null}::text, ${reversesTxId ?? null}::bigint,
      ${books}::bigint[], ${lines.map((line) => line.amountMinor)}::bigint[])`;
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

type Book = { accountId: string; kind: BookKind; ownerId?: string | undefined; currency: string };

/** The id of a book, opened on first use. */
export async function openBook(records: Records, book: Book): Promise<bigint> {
  const [row] = await records.$queryRaw<{ id: bigint }[]>`
    select open_book(${book.accountId}, ${book.kind}, ${book.ownerId ?? ''}, ${book.currency}) as id`;
  if (row === undefined) throw new Error('open_book answered nothing');
  return row.id;
}
