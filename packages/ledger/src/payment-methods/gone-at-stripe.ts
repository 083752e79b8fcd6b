import type { Records } from '../database/connection.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { cardsOf, lockCards } from './lock-cards.ts';
import { toPaymentMethod } from './read.ts';
import { removeCard } from './remove.ts';
import type { Payer, PayerOfCustomer, PaymentMethod } from './types.ts';

const STRIPE = { kind: 'system', id: 'stripe', label: 'Stripe' } as const;

/**
 * A saved card that Stripe has let go of can never be charged again, whoever did it: it is removed here with all that a
 * removal brings about. Null when it is no saved card of ours, or was removed before.
 */
export async function removeGoneCard(
  records: Records,
  stripePaymentMethodId: string,
): Promise<PaymentMethod | null> {
  const known = await records.paymentMethodRow.findUnique({ where: { stripePaymentMethodId } });
  if (known === null || known.removedAt !== null) return null;
  const { accountId, payer } = toPaymentMethod(known);
  const removal = { accountId, payer, paymentMethodId: known.id, confirm: true };
  const removed = await removeCard(records, removal, STRIPE);
  return removed.outcome === 'removed' ? removed.paymentMethod : null;
}

/** Each payer by itself, so that the locks of one are never held while another's are waited for. */
export async function forgetDeletedCustomer(
  prisma: PrismaClient,
  stripeCustomerId: string,
): Promise<PayerOfCustomer[]> {
  const where = { stripeCustomerId };
  const accounts = await prisma.accountRow.findMany({ where, select: { id: true } });
  const buyers = await prisma.buyerRow.findMany({ where, select: { id: true, accountId: true } });
  const payers: PayerOfCustomer[] = [
    ...accounts.map(({ id }) => ({ accountId: id, payer: { kind: 'account' } as const })),
    ...buyers.map(({ id, accountId }) => ({ accountId, payer: { kind: 'buyer', buyerId: id } as const })),
  ];
  for (const payer of payers) {
    await prisma.$transaction((records) => forgetWithin(records, payer, stripeCustomerId));
  }
  return payers;
}

async function forgetWithin(
  records: Records,
  { accountId, payer }: PayerOfCustomer,
  stripeCustomerId: string,
): Promise<void> {
  await lockCards(records, accountId, payer);
  if (!(await clearCustomer(records, { accountId, payer }, stripeCustomerId))) return;
  // The default last: with another card left, that one would take its place and be charged.
  const cards = await records.paymentMethodRow.findMany({
    where: cardsOf(accountId, payer),
    orderBy: [{ isDefault: 'asc' }, { id: 'asc' }],
  });
  for (const { id: paymentMethodId } of cards) {
    await removeCard(records, { accountId, payer, paymentMethodId, confirm: true }, STRIPE);
  }
}

/** False where it was done before: the payer's present customer and cards are others. */
async function clearCustomer(
  records: Records,
  { accountId, payer }: { accountId: string; payer: Payer },
  stripeCustomerId: string,
): Promise<boolean> {
  const data = { stripeCustomerId: null };
  const { count } =
    payer.kind === 'buyer'
      ? await records.buyerRow.updateMany({ where: { id: payer.buyerId, accountId, stripeCustomerId }, data })
      : await records.accountRow.updateMany({ where: { id: accountId, stripeCustomerId }, data });
  return count > 0;
}
