import { createLedger } from '@drawdown/ledger';
import type { Books } from '../load/books.ts';
import { newLead } from '../load/lead.ts';
import { POOL_SIZE, type Variant } from '../load/variant.ts';

/** (c) The ledger as the API uses it: the same function, with concurrent draws on one wallet sharing a call. */
export function groupPosting(databaseUrl: string, books: Books): Variant {
  const ledger = createLedger({ databaseUrl, poolSize: POOL_SIZE });

  return {
    async draw(wallet) {
      const { outcome } = await ledger.deliveries.deliver(newLead(books, wallet).input);
      if (outcome !== 'delivered') throw new Error(`not delivered: ${outcome}`);
    },
    close: () => ledger.close(),
  };
}
