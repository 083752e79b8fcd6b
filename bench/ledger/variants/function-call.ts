import { openPostingFunction } from '@drawdown/ledger/testing';
import type { Books } from '../load/books.ts';
import { newLead } from '../load/lead.ts';
import { POOL_SIZE, type Variant } from '../load/variant.ts';

/** (b) The ledger's posting function with every invariant on, called once for each draw. */
export function functionCall(databaseUrl: string, books: Books): Variant {
  const posting = openPostingFunction({ databaseUrl, poolSize: POOL_SIZE });
  const { accountId } = books;

  return {
    async draw(wallet) {
      const { buyer, input } = newLead(books, wallet);
      const { walletId, buyerId } = buyer;
      const draw = { input, location: { buyerId, externalId: null, walletId } };
      const [row] = await posting.deliverLeads({ accountId, walletId }, [draw]);
      if (row?.outcome !== 'delivered') throw new Error(`not delivered: ${row?.status}`);
    },
    close: () => posting.close(),
  };
}
