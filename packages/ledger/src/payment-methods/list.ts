import type { PrismaClient } from '../generated/prisma/client.ts';
import { fingerprintOf } from './fingerprint.ts';
import { cardsOf } from './lock-cards.ts';
import { toPaymentMethod } from './read.ts';
import type { Payer, SavedCard } from './types.ts';

/** The default first, then the newest. */
export async function listCards(prisma: PrismaClient, accountId: string, payer: Payer): Promise<SavedCard[]> {
  const rows = await prisma.paymentMethodRow.findMany({
    where: cardsOf(accountId, payer),
    orderBy: [{ isDefault: 'desc' }, { id: 'desc' }],
  });
  const blocked = await prisma.cardBudgetRow.findMany({
    where: { fingerprint: { in: rows.map(fingerprintOf) }, blockedUntil: { gt: new Date() } },
  });
  const until = new Map(blocked.map(({ fingerprint, blockedUntil }) => [fingerprint, blockedUntil]));
  return rows.map((row) => ({
    ...toPaymentMethod(row),
    blockedUntil: until.get(fingerprintOf(row)) ?? null,
  }));
}
