import { newId } from '@drawdown/shared/ids';
import { auditable, recordAudit } from '../audit/record.ts';
import type { Database, Records } from '../database/connection.ts';
import type { PaymentMethodRow } from '../generated/prisma/client.ts';
import { stripeCustomerOf } from './stripe-customer.ts';
import type { Payer, PaymentMethod, PaymentMethods } from './types.ts';

/** The cards of one payer that are still there. */
function cardsOf(accountId: string, payer: Payer) {
  return { accountId, buyerId: payer.kind === 'buyer' ? payer.buyerId : null, removedAt: null };
}

/** One payer's cards change one after the other, so that exactly one of them is the default. */
async function lockCards(records: Records, accountId: string, payer: Payer): Promise<void> {
  if (payer.kind === 'buyer')
    await records.$queryRaw`select id from buyer where id = ${payer.buyerId} for update`;
  else await records.$queryRaw`select id from account where id = ${accountId} for update`;
}

export function createPaymentMethods({ prisma }: Database): PaymentMethods {
  return {
    async save(input, actor) {
      const { accountId, payer, ...card } = input;
      const row = await prisma.$transaction(async (records) => {
        await lockCards(records, accountId, payer);
        const known = await records.paymentMethodRow.findFirst({
          where: { ...cardsOf(accountId, payer), stripePaymentMethodId: card.stripePaymentMethodId },
        });
        if (known !== null) return known;
        const others = await records.paymentMethodRow.count({ where: cardsOf(accountId, payer) });
        const created = await records.paymentMethodRow.create({
          data: {
            id: newId('paymentMethod'),
            ...cardsOf(accountId, payer),
            ...card,
            isDefault: others === 0,
          },
        });
        await recordAudit(records, {
          accountId,
          actor,
          action: 'payment_method.saved',
          subjectId: created.id,
          after: auditable({ payer, brand: card.brand, last4: card.last4 }),
        });
        return created;
      });
      return toPaymentMethod(row);
    },

    async list(accountId, payer) {
      const rows = await prisma.paymentMethodRow.findMany({
        where: cardsOf(accountId, payer),
        orderBy: [{ isDefault: 'desc' }, { id: 'desc' }],
      });
      return rows.map(toPaymentMethod);
    },

    async get(accountId, paymentMethodId) {
      const row = await prisma.paymentMethodRow.findFirst({
        where: { id: paymentMethodId, accountId, removedAt: null },
      });
      return row && toPaymentMethod(row);
    },

    async setDefault(accountId, payer, paymentMethodId, actor) {
      return prisma.$transaction(async (records) => {
        await lockCards(records, accountId, payer);
        const card = await records.paymentMethodRow.findFirst({
          where: { ...cardsOf(accountId, payer), id: paymentMethodId },
        });
        if (card === null) return null;
        await makeDefault(records, accountId, payer, card.id);
        await recordAudit(records, {
          accountId,
          actor,
          action: 'payment_method.made_default',
          subjectId: card.id,
          after: auditable({ payer }),
        });
        return toPaymentMethod({ ...card, isDefault: true });
      });
    },

    async remove(accountId, payer, paymentMethodId, actor) {
      return prisma.$transaction(async (records) => {
        await lockCards(records, accountId, payer);
        const card = await records.paymentMethodRow.findFirst({
          where: { ...cardsOf(accountId, payer), id: paymentMethodId },
        });
        if (card === null) return null;
        await records.paymentMethodRow.update({
          where: { id: card.id },
          data: { removedAt: new Date(), isDefault: false },
        });
        const next = await records.paymentMethodRow.findFirst({
          where: cardsOf(accountId, payer),
          orderBy: { id: 'desc' },
        });
        if (card.isDefault && next !== null) await makeDefault(records, accountId, payer, next.id);
        await recordAudit(records, {
          accountId,
          actor,
          action: 'payment_method.removed',
          subjectId: card.id,
          before: auditable({ payer, brand: card.brand, last4: card.last4 }),
        });
        return toPaymentMethod({ ...card, isDefault: false });
      });
    },

    ...stripeCustomerOf(prisma),
  };
}

async function makeDefault(records: Records, accountId: string, payer: Payer, id: string): Promise<void> {
  await records.paymentMethodRow.updateMany({
    where: { ...cardsOf(accountId, payer), isDefault: true },
    data: { isDefault: false },
  });
  await records.paymentMethodRow.update({ where: { id }, data: { isDefault: true } });
}

export function toPaymentMethod(row: PaymentMethodRow): PaymentMethod {
  return {
    id: row.id,
    accountId: row.accountId,
    payer: row.buyerId === null ? { kind: 'account' } : { kind: 'buyer', buyerId: row.buyerId },
    stripePaymentMethodId: row.stripePaymentMethodId,
    brand: row.brand,
    last4: row.last4,
    expMonth: row.expMonth,
    expYear: row.expYear,
    fingerprint: row.fingerprint,
    isDefault: row.isDefault,
    createdAt: row.createdAt,
  };
}
