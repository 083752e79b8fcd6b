import type { PrismaClient } from '../generated/prisma/client.ts';
import type { Payer, PaymentMethods } from './types.ts';

/** Where each payer's customer id at Stripe is kept. */
export function stripeCustomerOf(
  prisma: PrismaClient,
): Pick<PaymentMethods, 'stripeCustomerId' | 'rememberStripeCustomer' | 'isCustomerDeleted'> {
  async function read(accountId: string, payer: Payer): Promise<string | null> {
    const row =
      payer.kind === 'buyer'
        ? await prisma.buyerRow.findFirstOrThrow({ where: { id: payer.buyerId, accountId } })
        : await prisma.accountRow.findUniqueOrThrow({ where: { id: accountId } });
    return row.stripeCustomerId;
  }

  async function isCustomerDeleted(stripeCustomerId: string): Promise<boolean> {
    // As the partial index has it; the event counts from the moment it came.
    const [row] = await prisma.$queryRaw<{ deleted: boolean }[]>`
      select exists (
        select from stripe_event where type = 'customer.deleted' and object_id = ${stripeCustomerId}) as deleted`;
    return row?.deleted === true;
  }

  return {
    stripeCustomerId: read,
    isCustomerDeleted,

    async rememberStripeCustomer(accountId, payer, stripeCustomerId) {
      const data = { stripeCustomerId };
      if (await isCustomerDeleted(stripeCustomerId)) {
        return (await read(accountId, payer)) ?? stripeCustomerId;
      }
      if (payer.kind === 'buyer') {
        const where = { id: payer.buyerId, accountId, stripeCustomerId: null };
        await prisma.buyerRow.updateMany({ where, data });
      } else {
        await prisma.accountRow.updateMany({ where: { id: accountId, stripeCustomerId: null }, data });
      }
      return (await read(accountId, payer)) ?? stripeCustomerId;
    },
  };
}
