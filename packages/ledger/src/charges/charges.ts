import type { ChargeOutcome } from '@drawdown/shared/payments';
import type { Database } from '../database/connection.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';
import { declineColumns, toCharge, withItsAttempts } from './read.ts';
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

    async recordOutcome(chargeId, attempt, outcome) {
      await prisma.chargeAttemptRow.updateMany({
        // A decision stands. What only waited may still be decided, an unknown one too.
        where: { chargeId, number: attempt, outcome: { notIn: ['succeeded', 'declined', 'canceled'] } },
        data: {
          outcome: outcome.outcome,
          ...declineColumns(declineOf(outcome)),
          stripeChargeId: stripeChargeOf(outcome),
          decidedAt: isDecided(outcome) ? new Date() : null,
        },
      });
    },
  };
}

function isDecided(outcome: ChargeOutcome): boolean {
  switch (outcome.outcome) {
    case 'succeeded':
    case 'declined':
    case 'canceled':
      return true;
    case 'processing':
    case 'requiresAction':
    case 'unknown':
      return false;
  }
}

function declineOf(outcome: ChargeOutcome) {
  return outcome.outcome === 'declined' || outcome.outcome === 'requiresAction' ? outcome.decline : null;
}

function stripeChargeOf(outcome: ChargeOutcome): string | null {
  if (outcome.outcome === 'succeeded') return outcome.stripeChargeId;
  return declineOf(outcome)?.stripeChargeId ?? null;
}
