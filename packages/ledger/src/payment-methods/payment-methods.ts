import type { Database } from '../database/connection.ts';
import { setBackupCard } from './backup.ts';
import { expiringCards, noticeExpiring } from './expiring.ts';
import { forgetDeletedCustomer, removeGoneCard } from './gone-at-stripe.ts';
import { listCards } from './list.ts';
import { toPaymentMethod } from './read.ts';
import { removeCard } from './remove.ts';
import { saveCard, setDefaultCard } from './save.ts';
import { markDetached, removeSpent } from './spent.ts';
import { stripeCustomerOf } from './stripe-customer.ts';
import type { PaymentMethods } from './types.ts';
import { updateCardFromStripe } from './update-from-stripe.ts';

export function createPaymentMethods({ prisma }: Database): PaymentMethods {
  return {
    async save(input, actor) {
      return toPaymentMethod(await prisma.$transaction((records) => saveCard(records, input, actor)));
    },

    list: (accountId, payer) => listCards(prisma, accountId, payer),

    async get(accountId, paymentMethodId) {
      const row = await prisma.paymentMethodRow.findFirst({
        where: { id: paymentMethodId, accountId, removedAt: null, forLinkId: null },
      });
      return row && toPaymentMethod(row);
    },

    async setDefault(accountId, payer, paymentMethodId, actor) {
      const card = { accountId, payer, paymentMethodId };
      const row = await prisma.$transaction((records) => setDefaultCard(records, card, actor));
      return row && toPaymentMethod(row);
    },

    remove: (input, actor) => prisma.$transaction((records) => removeCard(records, input, actor)),
    setBackup: (input, actor) => prisma.$transaction((records) => setBackupCard(records, input, actor)),
    updateFromStripe: (card) => prisma.$transaction((records) => updateCardFromStripe(records, card)),
    async isSaved(stripePaymentMethodId) {
      const where = { stripePaymentMethodId, removedAt: null, forLinkId: null };
      return (await prisma.paymentMethodRow.count({ where })) > 0;
    },
    removeGone: (stripePaymentMethodId) =>
      prisma.$transaction((records) => removeGoneCard(records, stripePaymentMethodId)),
    forgetCustomer: (stripeCustomerId) => forgetDeletedCustomer(prisma, stripeCustomerId),
    expiringCards: (before) => expiringCards(prisma, before),
    noticeExpiring: (now) => noticeExpiring(prisma, now),
    removeSpent: (limit) => prisma.$transaction((records) => removeSpent(records, limit)),
    markDetached: (paymentMethodId) => markDetached(prisma, paymentMethodId),

    ...stripeCustomerOf(prisma),
  };
}
