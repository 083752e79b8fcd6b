import { LRUCache } from 'lru-cache';
import type { Database } from '../database/connection.ts';
import type { DeliverLeadInput } from './types.ts';

/** Where a buyer draws from. It may be out of date: the posting function checks it under the wallet's lock. */
export type BuyerLocation = { buyerId: string; externalId: string | null; walletId: string };

export type BuyerDirectory = {
  /** The answer of an earlier `find`, without asking. */
  remembered(accountId: string, buyer: DeliverLeadInput['buyer']): BuyerLocation | undefined;
  find(accountId: string, buyer: DeliverLeadInput['buyer']): Promise<BuyerLocation | null>;
  /** To be called when the posting function does not know the buyer on that wallet any more. */
  forget(accountId: string, buyer: DeliverLeadInput['buyer']): void;
};

const MAX_REMEMBERED = 50_000;

/** Saves the hot path one round trip: which wallet a buyer draws on hardly ever changes. */
export function createBuyerDirectory({ prisma }: Database): BuyerDirectory {
  const known = new LRUCache<string, BuyerLocation>({ max: MAX_REMEMBERED });

  return {
    remembered: (accountId, buyer) => known.get(nameOf(accountId, buyer)),

    async find(accountId, buyer) {
      const name = nameOf(accountId, buyer);
      const remembered = known.get(name);
      if (remembered !== undefined) return remembered;
      const row = await prisma.buyerRow.findFirst({
        where: { accountId, ...('id' in buyer ? { id: buyer.id } : { externalId: buyer.externalId }) },
        select: { id: true, walletId: true },
      });
      if (row === null) return null;
      const externalId = 'id' in buyer ? null : buyer.externalId;
      const location = { buyerId: row.id, externalId, walletId: row.walletId };
      known.set(name, location);
      return location;
    },
    forget(accountId, buyer) {
      known.delete(nameOf(accountId, buyer));
    },
  };
}

function nameOf(accountId: string, buyer: DeliverLeadInput['buyer']): string {
  return 'id' in buyer ? `${accountId}/id/${buyer.id}` : `${accountId}/external/${buyer.externalId}`;
}
