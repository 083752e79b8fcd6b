import type { Database } from '../database/connection.ts';
import { currencyOf, moneyOf } from '../database/parse.ts';
import { bookStatement } from './book-statement.ts';
import { buyerNamesAsOf, ownerAsOf } from './names-as-of.ts';
import { inOwedTerms } from './owed.ts';
import type { Statements } from './types.ts';

export function createStatements({ prisma }: Database): Statements {
  async function bookOf(accountId: string, walletId: string) {
    return prisma.walletRow.findFirst({ where: { id: walletId, accountId } });
  }

  return {
    async forWallet(accountId, walletId, { from, to }) {
      const wallet = await bookOf(accountId, walletId);
      if (wallet === null) return null;
      const { bookAccountId: walletBookId, name: walletName } = wallet;
      const book = { kind: 'wallet', ownerId: walletId, currency: currencyOf(wallet.currency) } as const;
      const statement = await bookStatement(prisma, { accountId, ...book, walletBookId, from, to });
      const owner = await ownerAsOf(prisma, { accountId, walletId, at: to });
      return { ...statement, walletId, walletName, owner };
    },

    async forBuyer(accountId, buyerId, { from, to, currency: asked }) {
      const buyer = await prisma.buyerRow.findFirst({
        where: { id: buyerId, accountId },
        include: { wallet: true },
      });
      if (buyer === null) return null;
      const currency = asked ?? currencyOf(buyer.currency);
      const book = { kind: 'receivable', ownerId: buyerId, currency } as const;
      const { bookAccountId: walletBookId } = buyer.wallet;
      const statement = await bookStatement(prisma, { accountId, ...book, walletBookId, from, to });
      const names = await buyerNamesAsOf(prisma, { accountId, buyerIds: [buyerId], at: to });
      return { ...inOwedTerms(statement), buyer: { id: buyerId, name: names.get(buyerId) ?? buyer.name } };
    },

    async balanceBefore(accountId, walletId, at) {
      const wallet = await bookOf(accountId, walletId);
      if (wallet === null) return null;
      const { bookAccountId, currency } = wallet;
      const [row] = await prisma.$queryRaw<{ balance: bigint }[]>`
        select balance_at_version(${bookAccountId}, version_before(${bookAccountId}, ${at})) as balance`;
      return moneyOf(row?.balance ?? 0n, currency);
    },
  };
}
