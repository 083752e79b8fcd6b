import { newId } from '@drawdown/shared/ids';
import type { Currency } from '@drawdown/shared/money';
import { auditable, recordAudit } from '../audit/record.ts';
import { readRule } from '../auto-top-up/read.ts';
import type { AutoTopUpRule } from '../auto-top-up/types.ts';
import { openBook } from '../books/post.ts';
import type { Database, Records } from '../database/connection.ts';
import { toPage } from '../database/page.ts';
import { currencyOf, moneyOf, oneOf, optionalMoneyOf } from '../database/parse.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { walletEntries } from './entries.ts';
import { setLowBalanceWithin } from './low-balance.ts';
import type { Wallet, Wallets } from './types.ts';

const BUYERS_SHOWN = 100;

const withItsParts = {
  book: true,
  buyers: { select: { id: true, name: true }, orderBy: { name: 'asc' }, take: BUYERS_SHOWN },
  topUps: { where: { endedAt: null }, select: { amountMinor: true } },
  _count: { select: { buyers: true } },
} satisfies Prisma.WalletRowInclude;

type WalletWithItsParts = Prisma.WalletRowGetPayload<{ include: typeof withItsParts }>;

export function createWallets({ prisma }: Database): Wallets {
  async function readWallet(id: string): Promise<Wallet> {
    const row = await prisma.walletRow.findUniqueOrThrow({ where: { id }, include: withItsParts });
    return withItsRule(row);
  }

  async function withItsRule(row: WalletWithItsParts): Promise<Wallet> {
    return toWallet(row, await readRule(prisma, row.accountId, row.id));
  }

  return {
    async createShared({ accountId, name, currency }, actor) {
      const id = await prisma.$transaction(async (records) => {
        const walletId = await openWallet(records, { accountId, owner: 'account', name, currency });
        await recordAudit(records, {
          accountId,
          actor,
          action: 'wallet.created',
          subjectId: walletId,
          after: auditable({ name, currency, owner: 'account' }),
        });
        return walletId;
      });
      return readWallet(id);
    },

    async setLowBalance(input, actor) {
      const result = await prisma.$transaction((records) => setLowBalanceWithin(records, input, actor));
      return result.outcome === 'saved'
        ? { outcome: 'saved', wallet: await readWallet(input.walletId) }
        : result;
    },

    async get(accountId, walletId) {
      const row = await prisma.walletRow.findFirst({
        where: { id: walletId, accountId },
        include: withItsParts,
      });
      return row && withItsRule(row);
    },

    async list(accountId, { owner }, { limit, cursor }) {
      const rows = await prisma.walletRow.findMany({
        where: { accountId, ...(owner && { owner }), ...(cursor && { id: { lt: cursor } }) },
        include: withItsParts,
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      return toPage(await Promise.all(rows.map(withItsRule)), limit, (wallet) => wallet.id);
    },

    entries: (accountId, walletId, page) => walletEntries(prisma, { accountId, walletId, page }),
  };
}

type NewWallet = { accountId: string; owner: 'buyer' | 'account'; name: string | null; currency: Currency };

/** Writes the wallet and opens its book; answers its id. */
export async function openWallet(records: Records, wallet: NewWallet): Promise<string> {
  const id = newId('wallet');
  const bookAccountId = await openBook(records, {
    accountId: wallet.accountId,
    kind: 'wallet',
    ownerId: id,
    currency: wallet.currency,
  });
  await records.walletRow.create({ data: { id, ...wallet, bookAccountId } });
  return id;
}

function toWallet(row: WalletWithItsParts, autoTopUp: AutoTopUpRule | null): Wallet {
  const { currency, book } = row;
  return {
    id: row.id,
    accountId: row.accountId,
    owner: oneOf(['buyer', 'account'], row.owner),
    name: row.name,
    currency: currencyOf(currency),
    balance: moneyOf(book.balance, currency),
    held: moneyOf(book.held, currency),
    available: moneyOf(book.balance - book.held, currency),
    pendingTopUps: moneyOf(
      row.topUps.reduce((sum, topUp) => sum + topUp.amountMinor, 0n),
      currency,
    ),
    version: book.version,
    lowBalance: optionalMoneyOf(row.lowBalanceMinor, currency),
    lowBalanceSince: row.lowBalanceSince,
    autoTopUp,
    buyers: row.buyers,
    sharedBy: row._count.buyers,
    createdAt: row.createdAt,
  };
}
