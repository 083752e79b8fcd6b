import type { Records } from '../database/connection.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { SpentCard } from './types.ts';

/**
 * First the cards are locked and only then looked at again: a charge that is being made with one of them is seen, or finds
 * it removed.
 */
export async function removeSpent(records: Records, limit: number): Promise<SpentCard[]> {
  const due = await records.$queryRaw<{ id: string }[]>`
    select m.id from payment_method m
    where m.for_link_id is not null and m.detached_at is null and is_spent(m)
    order by m.id limit ${limit} for update of m skip locked`;
  const ids = due.map(({ id }) => id);
  return records.$queryRaw<SpentCard[]>`
    update payment_method m set removed_at = coalesce(m.removed_at, clock_timestamp())
    where m.id = any(${ids}::text[]) and is_spent(m)
    returning m.id, m.account_id as "accountId", m.stripe_payment_method_id as "stripePaymentMethodId"`;
}

export async function markDetached(prisma: PrismaClient, paymentMethodId: string): Promise<void> {
  await prisma.paymentMethodRow.updateMany({
    where: { id: paymentMethodId, forLinkId: { not: null }, removedAt: { not: null }, detachedAt: null },
    data: { detachedAt: new Date() },
  });
}
