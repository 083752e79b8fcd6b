import type { Database } from '../database/connection.ts';
import { moneyOf } from '../database/parse.ts';
import { foldLots, type LotEvent } from './fold-lots.ts';
import type { Lot, Lots } from './types.ts';

type Row = {
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

export function createLots({ prisma }: Database): Lots {
  return {
    async ofWallet(accountId, walletId) {
      const wallet = await prisma.walletRow.findFirst({
        where: { id: walletId, accountId },
        include: { book: true },
      });
      if (wallet === null) return null;
      const { bookAccountId, currency } = wallet;
      // Only what is no ordinary draw: the running balances tell how much was drawn between any two of these rows, so
      // the cost grows with the number of credits and not with the number of leads.
      const rows = await prisma.$queryRaw<Row[]>`
        with credit as (
          select e.tx_id, t.kind, t.reverses_tx_id from book_entry e join book_tx t on t.id = e.tx_id
          where e.book_account_id = ${bookAccountId} and e.version is not null and e.amount > 0
        ), special as (
          select c.tx_id from credit c
          union
          select r.id from credit c join book_tx r on r.reverses_tx_id = c.tx_id
          union
          select c.reverses_tx_id from credit c where c.kind = 'return' and c.reverses_tx_id is not null
        )
        select e.version, e.tx_id, t.kind, t.subject_id, e.amount, e.balance_before, e.balance_after,
          t.reverses_tx_id,
          (select balance from book_account where id = ${bookAccountId}) as current_balance
        from special s
        join book_tx t on t.id = s.tx_id
        join book_entry e on e.tx_id = s.tx_id and e.book_account_id = ${bookAccountId}
        order by e.version`;
      const folded = new Map(foldLots(eventsOf(rows)).map((lot) => [lot.txId, lot]));
      return rows.flatMap((row): Lot[] => {
        const lot = folded.get(row.tx_id);
        if (lot === undefined || row.amount < 0n) return [];
        return [
          {
            txId: row.tx_id,
            kind: kindOf(row.kind),
            topUpId: kindOf(row.kind) === 'other' ? null : row.subject_id,
            version: row.version,
            amount: moneyOf(lot.amountMinor, currency),
            unspent: moneyOf(lot.unspentMinor, currency),
          },
        ];
      });
    },
  };
}

function* eventsOf(rows: Row[]): Iterable<LotEvent> {
  let balance = 0n;
  for (const row of rows) {
    if (row.balance_before < balance) yield { type: 'draws', amountMinor: balance - row.balance_before };
    yield eventOf(row);
    balance = row.balance_after;
  }
  const current = rows[0]?.current_balance ?? 0n;
  if (current < balance) yield { type: 'draws', amountMinor: balance - current };
}

function eventOf(row: Row): LotEvent {
  const { tx_id: txId, amount, reverses_tx_id: reverses } = row;
  if (amount < 0n) {
    if (reverses !== null) return { type: 'takeBack', ofTxId: reverses, amountMinor: -amount };
    return { type: 'rememberedDraw', txId, amountMinor: -amount };
  }
  if (row.kind === 'return' && reverses !== null) {
    return { type: 'giveBack', deliveryTxId: reverses, amountMinor: amount };
  }
  return { type: 'credit', txId, promotional: row.kind === 'promotional_credit', amountMinor: amount };
}

function kindOf(kind: string): Lot['kind'] {
  return kind === 'top_up' || kind === 'external_credit' || kind === 'promotional_credit' ? kind : 'other';
}
