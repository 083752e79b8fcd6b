import { type Database, isUniqueViolation } from '../database/connection.ts';
import { toPage } from '../database/page.ts';
import { currencyOf } from '../database/parse.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { untilItStays } from '../switching/lock.ts';
import type { SwitchPreview } from '../switching/types.ts';
import { limitInOtherCurrency } from './billing.ts';
import { matching } from './filter.ts';
import { insertBuyer } from './insert.ts';
import { toBuyer, toBuyers, withItsParts } from './read.ts';
import type { Buyer, Buyers, CreateBuyerInput, SaveBuyerResult } from './types.ts';
import { updateWithin } from './update.ts';

export function createBuyers({ prisma }: Database): Buyers {
  async function readBuyer(id: string): Promise<Buyer> {
    const row = await prisma.buyerRow.findUniqueOrThrow({ where: { id }, include: withItsParts });
    return toBuyer(prisma, row);
  }

  return {
    async create(input, actor) {
      const currency = await currencyFor(prisma, input);
      if (currency.outcome !== 'found') return currency;
      const wrongLimit = limitInOtherCurrency(input.billing ?? {}, currency.currency);
      if (wrongLimit) {
        return {
          outcome: 'currency_mismatch',
          expected: currency.currency,
          field: `billing.${wrongLimit}.currency`,
        };
      }
      try {
        const { id } = await prisma.$transaction((records) =>
          insertBuyer(records, { ...input, currency: currency.currency }, actor),
        );
        return { outcome: 'saved', buyer: await readBuyer(id) };
      } catch (error) {
        if (isUniqueViolation(error)) return { outcome: 'external_id_taken' };
        throw error;
      }
    },

    async update(input, actor) {
      const before = await prisma.buyerRow.findFirst({
        where: { id: input.buyerId, accountId: input.accountId },
      });
      if (before === null) return null;
      const currency = currencyOf(before.currency);
      const wrongLimit = limitInOtherCurrency(input.billing ?? {}, currency);
      if (wrongLimit) {
        return { outcome: 'currency_mismatch', expected: currency, field: `billing.${wrongLimit}.currency` };
      }
      let refused: SwitchPreview | null;
      try {
        refused = await untilItStays(() =>
          prisma.$transaction((records) => updateWithin(records, input, actor)),
        );
      } catch (error) {
        if (isUniqueViolation(error)) return { outcome: 'external_id_taken' };
        throw error;
      }
      if (refused !== null) return { outcome: 'switch_not_allowed', preview: refused };
      return { outcome: 'saved', buyer: await readBuyer(before.id) };
    },

    async get(accountId, buyerId) {
      const row = await prisma.buyerRow.findFirst({
        where: { id: buyerId, accountId },
        include: withItsParts,
      });
      return row && toBuyer(prisma, row);
    },

    async list(accountId, filter, { limit, cursor }) {
      const rows = await prisma.buyerRow.findMany({
        where: matching(accountId, filter, cursor),
        include: withItsParts,
        orderBy: { id: 'asc' },
        take: limit + 1,
      });
      return toPage(await toBuyers(prisma, rows), limit, (buyer) => buyer.id);
    },
  };
}

type CurrencyFor =
  | { outcome: 'found'; currency: Buyer['currency'] }
  | Exclude<SaveBuyerResult, { outcome: 'saved' }>;

async function currencyFor(prisma: PrismaClient, input: CreateBuyerInput): Promise<CurrencyFor> {
  if (input.walletId === undefined) {
    if (input.currency !== undefined) return { outcome: 'found', currency: input.currency };
    const account = await prisma.accountRow.findUniqueOrThrow({ where: { id: input.accountId } });
    return { outcome: 'found', currency: currencyOf(account.currency) };
  }
  const wallet = await prisma.walletRow.findFirst({
    where: { id: input.walletId, accountId: input.accountId },
  });
  if (wallet === null) return { outcome: 'wallet_not_found' };
  if (wallet.owner !== 'account') return { outcome: 'wallet_not_shared' };
  const currency = currencyOf(wallet.currency);
  if (input.currency !== undefined && input.currency !== currency) {
    return { outcome: 'currency_mismatch', expected: currency, field: 'currency' };
  }
  return { outcome: 'found', currency };
}
