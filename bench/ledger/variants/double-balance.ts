import { type Books, buyerOf } from '../load/books.ts';
import { PRICE_MINOR, type Variant } from '../load/variant.ts';
import { openPool } from '../server/pool.ts';

/** (d) One function call per draw that keeps the balances of both sides, so that every wallet waits for revenue. */
export function doubleBalance(databaseUrl: string, books: Books): Variant {
  const pool = openPool(databaseUrl);
  const text = 'select double_create_transfer($1, $2, $3)';

  return {
    async draw(wallet) {
      const values = [buyerOf(books, wallet).walletId, 'lead_revenue', PRICE_MINOR.toString()];
      await pool.query({ name: 'double-balance', text, values });
    },
    close: () => pool.end(),
  };
}
