import { oneOf, optionalMoneyOf } from '../database/parse.ts';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import type { PayerLink } from './types.ts';

const MOST_SHOWN = 100;

/** The first link that matches, newest first. */
export async function readLink(
  prisma: PrismaClient,
  where: Prisma.PayerLinkRowWhereInput,
): Promise<PayerLink | null> {
  const [link] = await readLinks(prisma, where);
  return link ?? null;
}

export async function readLinks(
  prisma: PrismaClient,
  where: Prisma.PayerLinkRowWhereInput,
): Promise<PayerLink[]> {
  const rows = await prisma.payerLinkRow.findMany({
    where,
    include: withItsParts,
    orderBy: { id: 'desc' },
    take: MOST_SHOWN,
  });
  return rows.map(toPayerLink);
}

const withItsParts = {
  account: { select: { name: true } },
  buyer: { select: { name: true } },
  charge: { select: { amountMinor: true, currency: true } },
} satisfies Prisma.PayerLinkRowInclude;

function toPayerLink(row: Prisma.PayerLinkRowGetPayload<{ include: typeof withItsParts }>): PayerLink {
  const { charge } = row;
  const currency = charge?.currency ?? row.currency;
  return {
    id: row.id,
    accountId: row.accountId,
    accountName: row.account.name,
    kind: oneOf(['save_card', 'pay', 'authenticate'], row.kind),
    buyerId: row.buyerId,
    buyerName: row.buyer?.name ?? null,
    walletId: row.walletId,
    chargeId: row.chargeId,
    amount: currency === null ? null : optionalMoneyOf(charge?.amountMinor ?? row.amountMinor, currency),
    currency,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    usedAt: row.usedAt,
    revokedAt: row.revokedAt,
    topUpId: row.topUpId,
  };
}
