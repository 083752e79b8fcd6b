import { newId } from '@drawdown/shared/ids';
import { auditable, recordAudit } from '../audit/record.ts';
import { type Database, isUniqueViolation } from '../database/connection.ts';
import { toPage } from '../database/page.ts';
import { currencyOf } from '../database/parse.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { openWallet } from '../wallets/wallets.ts';
import { DEFAULT_BILLING, limitInOtherCurrency, mergedBilling } from './billing.ts';
import { matching } from './filter.ts';
import { toBuyer, toBuyers, withItsParts } from './read.ts';
import type { Buyer, Buyers, CreateBuyerInput, SaveBuyerResult } from './types.ts';

export function createBuyers({ prisma }: Database): Buyers {
  async function readBuyer(id: string): Promise<Buyer> {
    const row = await prisma.buyerRow.findUniqueOrThrow({ where: { id }, include: withItsParts });
    return toBuyer(prisma, row);
  }

  return {
    async create(input, actor) {
      const currency = await currencyFor(prisma, input);
      if (currency.outcome !== 'found') return currency;
      const billing = mergedBilling(DEFAULT_BILLING, input.billing ?? {});
      const wrongLimit = limitInOtherCurrency(input.billing ?? {}, currency.currency);
      if (wrongLimit) {
        return {
          outcome: 'currency_mismatch',
          expected: currency.currency,
          field: `billing.${wrongLimit}.currency`,
        };
      }
      const id = newId('buyer');
      try {
        await prisma.$transaction(async (records) => {
          const walletId =
            input.walletId ??
            (await openWallet(records, {
              accountId: input.accountId,
              owner: 'buyer',
              name: null,
              currency: currency.currency,
            }));
          const data = {
            id,
            accountId: input.accountId,
            externalId: input.externalId ?? null,
            name: input.name,
            email: input.email ?? null,
            currency: currency.currency,
            walletId,
            ...billing,
          };
          await records.buyerRow.create({ data });
          await recordAudit(records, {
            accountId: input.accountId,
            actor,
            action: 'buyer.created',
            subjectId: id,
            after: auditable(data),
          });
        });
      } catch (error) {
        if (isUniqueViolation(error)) return { outcome: 'external_id_taken' };
        throw error;
      }
      return { outcome: 'saved', buyer: await readBuyer(id) };
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
      try {
        await prisma.$transaction(async (records) => {
          if (input.billing?.dailyCap !== undefined || input.billing?.monthlyCap !== undefined) {
            // Draws read caps and keep their counts under the wallet's lock: one that is being paid for comes first.
            // Always the wallet before the buyer, as draws have it.
            await records.$queryRaw`select b.id from wallet w join book_account b on b.id = w.book_account_id
              where w.id = ${before.walletId} for no key update of b`;
          }
          // Locked, so that two merges never lose each other's fields; rows that only name the buyer do not wait.
          await records.$queryRaw`select id from buyer where id = ${before.id} for no key update`;
          const locked = await records.buyerRow.findUniqueOrThrow({ where: { id: before.id } });
          const after = await records.buyerRow.update({
            where: { id: before.id },
            data: {
              ...(input.name !== undefined && { name: input.name }),
              ...(input.externalId !== undefined && { externalId: input.externalId }),
              ...(input.email !== undefined && { email: input.email }),
              ...mergedBilling(locked, input.billing ?? {}),
            },
          });
          if (after.dailyCapMinor === null && after.monthlyCapMinor === null) {
            // Without a cap nobody counts; a cap set later counts again from the deliveries.
            await records.buyerSpendingRow.deleteMany({ where: { buyerId: before.id } });
          }
          await recordAudit(records, {
            accountId: input.accountId,
            actor,
            action: 'buyer.changed',
            subjectId: before.id,
            before: auditable(locked),
            after: auditable(after),
          });
        });
      } catch (error) {
        if (isUniqueViolation(error)) return { outcome: 'external_id_taken' };
        throw error;
      }
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
