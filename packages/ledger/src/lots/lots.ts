import type { Database, Records } from '../database/connection.ts';
import { moneyOf } from '../database/parse.ts';
import { lotEvents, rowsOfLots } from './book-events.ts';
import { foldLots } from './fold-lots.ts';
import type { Lot, Lots } from './types.ts';

export function createLots({ prisma }: Database): Lots {
  return {
    async ofWallet(accountId, walletId) {
      const wallet = await prisma.walletRow.findFirst({ where: { id: walletId, accountId } });
      return wallet && foldBook(prisma, wallet);
    },
  };
}

/** The lots of a wallet's book. Under the wallet's lock they are what a debit may rely on. */
export async function foldBook(
  records: Records,
  { bookAccountId, currency }: { bookAccountId: bigint; currency: string },
): Promise<Lot[]> {
  const rows = await rowsOfLots(records, bookAccountId);
  const folded = new Map(foldLots(lotEvents(rows)).map((lot) => [lot.txId, lot]));
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
}

function kindOf(kind: string): Lot['kind'] {
  return kind === 'top_up' || kind === 'external_credit' || kind === 'promotional_credit' ? kind : 'other';
}
