import type { Database } from '../database/connection.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';
import { toCharge, withItsAttempts } from './read.ts';
import { recordOutcomeWithin } from './record-outcome.ts';
import { recordPaymentWithin } from './record-payment.ts';
import type { Charges } from './types.ts';

export function createCharges({ prisma }: Database): Charges {
  return {
    async get(chargeId) {
      const row = await prisma.chargeRow.findUnique({ where: { id: chargeId }, include: withItsAttempts });
      return row && toCharge(row);
    },

    async findByPaymentIntent(paymentIntentId) {
      const row = await prisma.chargeRow.findUnique({ where: { paymentIntentId }, include: withItsAttempts });
      return row && toCharge(row);
    },

    async rememberPaymentIntent(chargeId, paymentIntentId) {
      await prisma.chargeRow.updateMany({
        where: { id: chargeId, paymentIntentId: null },
        data: { paymentIntentId },
      });
      const row = await prisma.chargeRow.findUniqueOrThrow({ where: { id: chargeId } });
      return row.paymentIntentId ?? paymentIntentId;
    },

    async beginAttempt(chargeId, attempt) {
      const { paymentMethodId, paymentMethod } = await prisma.chargeRow.findUniqueOrThrow({
        where: { id: chargeId },
        include: { paymentMethod: true },
      });
      const fingerprint = fingerprintOf(paymentMethod);
      await prisma.chargeAttemptRow.createMany({
        data: [{ chargeId, number: attempt, paymentMethodId, fingerprint, outcome: 'pending' }],
        skipDuplicates: true,
      });
    },

    recordOutcome: (chargeId, attempt, outcome) =>
      recordOutcomeWithin(prisma, { chargeId, attempt, outcome }),

    recordPayment: (chargeId, attempt, payment) =>
      prisma.$transaction((records) => recordPaymentWithin(records, { chargeId, attempt, payment })),
  };
}
