import type { Books } from '../load/books.ts';
import { CREDIT_MINOR, VARIANTS, type Variant, type VariantName } from '../load/variant.ts';
import { execute, executeFile } from '../server/postgres.ts';
import { doubleBalance } from '../variants/double-balance.ts';
import { functionCall } from '../variants/function-call.ts';
import { groupPosting } from '../variants/group-posting.ts';
import { interactiveTransaction } from '../variants/interactive-transaction.ts';
import { physicalLimit } from '../variants/physical-limit.ts';

const OPENERS: Record<VariantName, (databaseUrl: string, books: Books) => Variant> = {
  a: interactiveTransaction,
  b: functionCall,
  c: groupPosting,
  d: doubleBalance,
  e: physicalLimit,
};

/** The tables of the variants that do not use the ledger's, with a row for each of its wallets. */
export async function prepareVariants(databaseUrl: string): Promise<void> {
  await executeFile(databaseUrl, new URL('../naive/tables.sql', import.meta.url));
  await executeFile(databaseUrl, new URL('../variants/double-balance.sql', import.meta.url));
  await executeFile(databaseUrl, new URL('../variants/physical-limit.sql', import.meta.url));
  await execute(
    databaseUrl,
    `insert into naive_wallet select id, ${CREDIT_MINOR} from wallet`,
    `insert into double_account (id, currency, balance, allow_negative)
       select id, currency, ${CREDIT_MINOR}, false from wallet union all select 'lead_revenue', 'USD', 0, true`,
  );
}

export function openVariants(databaseUrl: string, books: Books) {
  const opened = VARIANTS.map((name) => ({ name, variant: OPENERS[name](databaseUrl, books) }));
  return {
    opened,
    async close() {
      for (const { variant } of opened) await variant.close();
    },
  };
}
