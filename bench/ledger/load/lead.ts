import { randomUUID } from 'node:crypto';
import { money } from '@drawdown/shared/money';
import { type BenchBuyer, type Books, buyerOf } from './books.ts';
import { PRICE_MINOR } from './variant.ts';

const price = money(PRICE_MINOR, 'USD');
/** What the API makes of a request's body; making it is not part of a draw. */
const requestHash = '5d'.repeat(32);

/**
 * A lead that was never seen before, for the buyer of a wallet. The lead is its natural key; an idempotency key on top
 * only where the run asks for it.
 */
export function newLead(books: Books, wallet: number) {
  const buyer: BenchBuyer = buyerOf(books, wallet);
  const leadId = randomUUID();
  const idempotency = books.keyed ? { key: `sale:${leadId}`, requestHash } : undefined;
  return {
    buyer,
    input: { accountId: books.accountId, buyer: { id: buyer.buyerId }, leadId, price, idempotency },
  };
}
