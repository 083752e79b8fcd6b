import { createHash } from 'node:crypto';
import { type Money, minorUnitsPerMajor, money } from '@drawdown/shared/money';
import { toSettings } from '../accounts/accounts.ts';
import type { Records } from '../database/connection.ts';
import { currencyOf, moneyOf } from '../database/parse.ts';
import type { BuyerRow } from '../generated/prisma/client.ts';
import type { ImportRow } from './types.ts';

export type KnownBuyer = BuyerRow & { walletOwner: string };

/** An opening balance that an import has credited, and to whom. */
export type CreditedBefore = { amount: Money; buyerId: string | null; buyerName: string | null };

export type Known = {
  /** By external id, both. */
  buyers: Map<string, KnownBuyer>;
  credited: Map<string, CreditedBefore>;
  externalCreditPermitted: boolean;
  maximumIn(currency: ImportRow['currency']): Money;
};

/** The key under which the opening balance of an external id is credited: once, whatever the file is called. */
export function openingBalanceKey(externalId: string): string {
  return `import:opening-balance:${externalId}`;
}

export function openingBalanceHash(
  externalId: string,
  { amountMinor, currency }: Money,
): Uint8Array<ArrayBuffer> {
  const request = JSON.stringify([externalId, amountMinor.toString(), currency]);
  return new Uint8Array(createHash('sha256').update(request).digest());
}

/** Everything that rows are held against. */
export async function knownFor(records: Records, accountId: string, externalIds: string[]): Promise<Known> {
  const account = await records.accountRow.findUniqueOrThrow({ where: { id: accountId } });
  const buyers = await records.buyerRow.findMany({
    where: { accountId, externalId: { in: externalIds } },
    include: { wallet: { select: { owner: true } } },
  });
  const keys = new Map(externalIds.map((externalId) => [openingBalanceKey(externalId), externalId]));
  const topUps = await records.topUpRow.findMany({
    where: { accountId, idempotencyKey: { in: [...keys.keys()] } },
    include: { buyer: { select: { name: true } } },
  });
  const { walletOnlyFunding, topUpMaximum } = toSettings(account);
  return {
    buyers: new Map(
      buyers.map(({ wallet, ...row }) => [row.externalId ?? '', { ...row, walletOwner: wallet.owner }]),
    ),
    credited: new Map(
      topUps.map((topUp) => [
        keys.get(topUp.idempotencyKey ?? '') ?? '',
        {
          amount: moneyOf(topUp.amountMinor, topUp.currency),
          buyerId: topUp.buyerId,
          buyerName: topUp.buyer?.name ?? null,
        },
      ]),
    ),
    externalCreditPermitted: walletOnlyFunding.permitted.includes('external'),
    maximumIn: (currency) =>
      money(
        (topUpMaximum.amountMinor * minorUnitsPerMajor(currency)) /
          minorUnitsPerMajor(currencyOf(account.currency)),
        currency,
      ),
  };
}
