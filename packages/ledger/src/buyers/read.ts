import { currencyOf, moneyOf, oneOf } from '../database/parse.ts';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { toPaymentMethod } from '../payment-methods/read.ts';
import { toBilling } from './billing.ts';
import { type ChargesById, chargesOf, toOpenReason } from './open-reasons.ts';
import type { Buyer } from './types.ts';

export const withItsParts = {
  wallet: { include: { book: true, _count: { select: { buyers: true } } } },
  paymentMethods: { where: { isDefault: true } },
  pauseReasons: { where: { closedAt: null }, orderBy: { openedAt: 'asc' } },
} satisfies Prisma.BuyerRowInclude;

type BuyerWithItsParts = Prisma.BuyerRowGetPayload<{ include: typeof withItsParts }>;

/** What each buyer owes for leads that are delivered and not paid, in minor units. */
type ExposureById = Map<string, bigint>;

export async function toBuyer(prisma: PrismaClient, row: BuyerWithItsParts): Promise<Buyer> {
  const [buyer] = await toBuyers(prisma, [row]);
  if (buyer === undefined) throw new Error('one row is one buyer');
  return buyer;
}

export async function toBuyers(prisma: PrismaClient, rows: BuyerWithItsParts[]): Promise<Buyer[]> {
  const charges = await chargesOf(
    prisma,
    rows.flatMap(({ pauseReasons }) => pauseReasons),
  );
  const exposures = await exposuresOf(prisma, rows);
  return rows.map((row) => one(row, { charges, exposures }));
}

async function exposuresOf(prisma: PrismaClient, rows: BuyerWithItsParts[]): Promise<ExposureById> {
  const [first] = rows;
  if (first === undefined) return new Map();
  const owner = { in: rows.map(({ id }) => id) };
  const books = await prisma.bookAccountRow.findMany({
    where: { accountId: first.accountId, kind: 'receivable', ownerId: owner, balance: { lt: 0 } },
    select: { ownerId: true, balance: true },
  });
  return new Map(books.map(({ ownerId, balance }) => [ownerId, -balance]));
}

type Others = { charges: ChargesById; exposures: ExposureById };

function one(row: BuyerWithItsParts, { charges, exposures }: Others): Buyer {
  const { wallet } = row;
  const [defaultPaymentMethod] = row.paymentMethods;
  return {
    id: row.id,
    accountId: row.accountId,
    name: row.name,
    externalId: row.externalId,
    email: row.email,
    currency: currencyOf(row.currency),
    walletId: row.walletId,
    wallet: {
      name: wallet.name,
      owner: oneOf(['buyer', 'account'], wallet.owner),
      sharedBy: wallet._count.buyers,
      balance: moneyOf(wallet.book.balance, wallet.currency),
      held: moneyOf(wallet.book.held, wallet.currency),
      available: moneyOf(wallet.book.balance - wallet.book.held, wallet.currency),
    },
    deliveryStatus: row.pauseReasons.some(({ effect }) => effect === 'pause') ? 'paused' : 'active',
    pauseReasons: row.pauseReasons.map((reason) => toOpenReason(reason, row.currency, charges)),
    billing: toBilling(row),
    exposure: moneyOf(exposures.get(row.id) ?? 0n, row.currency),
    defaultPaymentMethod: defaultPaymentMethod ? toPaymentMethod(defaultPaymentMethod) : null,
    stripeCustomerId: row.stripeCustomerId,
    createdAt: row.createdAt,
  };
}
