import type { Database } from '../database/connection.ts';
import { type LotRow, lotEvent, lotEvents, rowsOfLots } from './book-events.ts';
import { type LotFold, openLots } from './fold-lots.ts';

/** An entry of the wallet that took something of the lot. */
export type LotUse = {
  txId: bigint;
  kind: string;
  subjectId: string;
  at: Date;
  /** What the entry took from the wallet, and how much of that from the lot. */
  amountMinor: bigint;
  fromLotMinor: bigint;
};

export type LotToFollow = {
  bookAccountId: bigint;
  /** The credit that opened the lot. */
  creditTxId: bigint;
  /** Entries up to this version. */
  upToVersion: bigint;
};

type EntryRow = Omit<LotRow, 'current_balance'> & { created_at: Date };

/** Entries fetched at once. */
const PORTION = 1_000;

/**
 * What a credit was used for, oldest first, entry by entry. Only what lies between the credit and the end of its lot is
 * read, in portions; what came before is known from the few entries that are no ordinary draws.
 */
export async function* lotUses(
  { prisma }: Database,
  { bookAccountId, creditTxId, upToVersion }: LotToFollow,
): AsyncIterable<LotUse> {
  const special = await rowsOfLots(prisma, bookAccountId);
  const opening = special.find((row) => row.tx_id === creditTxId);
  if (opening === undefined) return;
  const fold = openLots();
  for (const event of lotEvents(special.filter(({ version }) => version <= opening.version).map(withoutTail)))
    fold.apply(event);
  const specialTxs = new Set(special.map((row) => row.tx_id));
  // After the last credit nothing can put anything back into the lot.
  const lastCredit = special.findLast(({ amount }) => amount > 0n)?.version ?? 0n;
  for (let after = opening.version; after < upToVersion; ) {
    const rows = await prisma.$queryRaw<EntryRow[]>`
      select e.version, e.tx_id, t.kind, t.subject_id, e.amount, e.balance_before, e.balance_after, t.reverses_tx_id,
        e.created_at
      from book_entry e join book_tx t on t.id = e.tx_id
      where e.book_account_id = ${bookAccountId} and e.version > ${after} and e.version <= ${upToVersion}
      order by e.version limit ${PORTION}`;
    for (const row of rows) {
      const use = useOf(fold, row, { creditTxId, isSpecial: specialTxs.has(row.tx_id) });
      if (use !== null) yield use;
      after = row.version;
      if (after > lastCredit && isEmpty(fold, creditTxId)) return;
    }
    if (rows.length === 0) return;
  }
}

/** The running balance of the last row says what was drawn after it, which is read entry by entry here. */
function withoutTail(row: LotRow, _index: number, all: LotRow[]): LotRow {
  return { ...row, current_balance: all.at(-1)?.balance_after ?? row.balance_after };
}

function useOf(
  fold: LotFold,
  row: EntryRow,
  { creditTxId, isSpecial }: { creditTxId: bigint; isSpecial: boolean },
): LotUse | null {
  const event =
    isSpecial || row.amount > 0n ? lotEvent(row) : ({ type: 'draws', amountMinor: -row.amount } as const);
  let fromLotMinor = 0n;
  for (const share of fold.apply(event)) if (share.lot.txId === creditTxId) fromLotMinor += share.amountMinor;
  if (fromLotMinor === 0n) return null;
  const { tx_id: txId, kind, subject_id: subjectId, created_at: at } = row;
  return { txId, kind, subjectId, at, amountMinor: -row.amount, fromLotMinor };
}

function isEmpty({ lots }: LotFold, creditTxId: bigint): boolean {
  return lots.find(({ txId }) => txId === creditTxId)?.unspentMinor === 0n;
}
