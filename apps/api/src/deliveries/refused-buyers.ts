import type { Ledger } from '@drawdown/ledger';
import type { RefusalCode } from '@drawdown/shared/codes';
import type { RefusedBuyer } from './refusal-words.ts';

const KEEP_MS = 5_000;
const MAX_BUYERS = 10_000;

export type RefusedBuyers = (accountId: string, buyerId: string, code: RefusalCode) => Promise<RefusedBuyer>;

/**
 * What the words of a refusal need to know of a buyer. Kept for a few seconds: an empty wallet is refused many times
 * a second, and none of those refusals should cost a query. Pause reasons are always read afresh.
 */
export function createRefusedBuyers(buyers: Ledger['buyers'], now: () => number = Date.now): RefusedBuyers {
  const known = new Map<string, { buyer: RefusedBuyer; until: number }>();

  return async (accountId, buyerId, code) => {
    const key = `${accountId} ${buyerId}`;
    const kept = known.get(key);
    if (kept !== undefined && kept.until > now() && code !== 'delivery_paused') return kept.buyer;
    const buyer = await buyers.get(accountId, buyerId);
    if (buyer === null) throw new TypeError(`buyer ${buyerId} was refused a lead but does not exist`);
    if (known.size >= MAX_BUYERS) known.clear();
    known.set(key, { buyer, until: now() + KEEP_MS });
    return buyer;
  };
}
