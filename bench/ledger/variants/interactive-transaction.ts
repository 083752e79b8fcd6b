import { PrismaPg } from '@prisma/adapter-pg';
import { type Books, buyerOf } from '../load/books.ts';
import { newLead } from '../load/lead.ts';
import { POOL_SIZE, PRICE_MINOR, type Variant } from '../load/variant.ts';
import { PrismaClient } from '../naive/generated/prisma/client.ts';

/** Longer than any queue of a run, so that nothing is given up. */
const PATIENCE_MS = 60_000;

const DELIVERY = 1;

/** (a) What is written first: read, lock, check, write, each a round trip, with the wallet locked between them. */
export function interactiveTransaction(databaseUrl: string, books: Books): Variant {
  const prisma = new PrismaClient({
    adapter: new PrismaPg({ connectionString: databaseUrl, max: POOL_SIZE }),
    transactionOptions: { maxWait: PATIENCE_MS, timeout: PATIENCE_MS },
  });

  return {
    async draw(wallet) {
      const { walletId: id } = buyerOf(books, wallet);
      const { leadId: key } = newLead(books, wallet).input;
      await prisma.$transaction(async (tx) => {
        const known = await tx.naiveJournal.findUnique({ where: { key } });
        if (known !== null) return;
        const [locked] = await tx.$queryRaw<{ balance_minor: bigint; version: bigint }[]>`
          select balance_minor, version from naive_wallet where id = ${id} for update`;
        if (locked === undefined || locked.balance_minor < PRICE_MINOR) throw new Error('insufficient funds');
        const balanceMinor = locked.balance_minor - PRICE_MINOR;
        const version = locked.version + 1n;
        const { id: journalId } = await tx.naiveJournal.create({ data: { key, kind: DELIVERY } });
        await tx.naiveEntry.createMany({
          data: [
            {
              journalId,
              line: 1,
              book: id,
              amountMinor: -PRICE_MINOR,
              balanceAfterMinor: balanceMinor,
              version,
            },
            { journalId, line: 2, book: 'lead_revenue', amountMinor: PRICE_MINOR },
          ],
        });
        await tx.naiveWallet.update({ where: { id }, data: { balanceMinor, version } });
      });
    },
    close: () => prisma.$disconnect(),
  };
}
