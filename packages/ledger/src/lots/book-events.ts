import type { Records } from '../database/connection.ts';
import type { LotEvent } from './fold-lots.ts';

/** An entry of a wallet's book that is no ordinary draw. */
export type LotRow = {
  version: bigint;
  tx_id: bigint;
  kind: string;
  subject_id: string;
  amount: bigint;
  balance_before: bigint;
  balance_after: bigint;
  reverses_tx_id: bigint | null;
  current_balance: bigint;
};

/** Of these a later draw is undone: a returned lead, a failed refund, a dispute that was won. */
const GIVES_BACK: readonly string[] = ['return', 'refund_reversal', 'dispute_reversal'];

/** No card can get it back from here: credit that was given, and what was moved from another wallet. */
const SPENT_FIRST: readonly string[] = ['promotional_credit', 'transfer'];

/** Oldest first. */
export async function rowsOfLots(records: Records, bookAccountId: bigint): Promise<LotRow[]> {
  // Only what is no ordinary draw: the running balances tell how much was drawn between any two of these rows, so
  // the cost grows with the number of credits and not with the number of leads.
  return records.$queryRaw<LotRow[]>`
    with credit as (
      select e.tx_id, t.kind, t.reverses_tx_id from book_entry e join book_tx t on t.id = e.tx_id
      where e.book_account_id = ${bookAccountId} and e.version is not null and e.amount > 0
    ), special as (
      select c.tx_id from credit c
      union
      select r.id from credit c join book_tx r on r.reverses_tx_id = c.tx_id
      union
      select c.reverses_tx_id from credit c where c.reverses_tx_id is not null
    )
    select e.version, e.tx_id, t.kind, t.subject_id, e.amount, e.balance_before, e.balance_after,
      t.reverses_tx_id,
      (select balance from book_account where id = ${bookAccountId}) as current_balance
    from special s
    join book_tx t on t.id = s.tx_id
    join book_entry e on e.tx_id = s.tx_id and e.book_account_id = ${bookAccountId}
    order by e.version`;
}

/** All that happened to the lots, with the draws between any two rows summed. */
export function* lotEvents(rows: LotRow[]): Iterable<LotEvent> {
  let balance = 0n;
  for (const row of rows) {
    if (row.balance_before < balance) yield { type: 'draws', amountMinor: balance - row.balance_before };
    yield lotEvent(row);
    balance = row.balance_after;
  }
  const current = rows[0]?.current_balance ?? 0n;
  if (current < balance) yield { type: 'draws', amountMinor: balance - current };
}

/** What one entry does to the lots. */
export function lotEvent(row: Omit<LotRow, 'current_balance'>): LotEvent {
  const { tx_id: txId, amount, reverses_tx_id: reverses } = row;
  if (amount < 0n) {
    if (reverses !== null) return { type: 'takeBack', txId, ofTxId: reverses, amountMinor: -amount };
    return { type: 'rememberedDraw', txId, amountMinor: -amount };
  }
  if (reverses !== null && GIVES_BACK.includes(row.kind)) {
    return { type: 'giveBack', txId, ofTxId: reverses, amountMinor: amount };
  }
  return { type: 'credit', txId, promotional: SPENT_FIRST.includes(row.kind), amountMinor: amount };
}
