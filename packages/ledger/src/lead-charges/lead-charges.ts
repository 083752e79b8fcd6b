import type { Database } from '../database/connection.ts';
import { creditTopUp } from '../top-ups/credit.ts';
import { declineWithin } from './decline.ts';
import { lockLead, standingOf } from './locked.ts';
import { payWithin } from './pay.ts';
import { listPending, readChargesOf, readFacts, readStart } from './read.ts';
import { refuseWithin, turnAwayWithin } from './refuse.ts';
import { reserveWithin } from './reserve.ts';
import type { LeadCharges, LeadPayment, LeadStanding } from './types.ts';

export function createLeadCharges({ prisma }: Database): LeadCharges {
  return {
    facts: (chargeId) => readFacts(prisma, chargeId),

    async reserve({ chargeId, attempt }) {
      const answer = await prisma.$transaction((records) => reserveWithin(records, { chargeId, attempt }));
      switch (answer) {
        case 'reserved':
        case 'crowded':
          return { outcome: answer };
        case 'closed':
        case 'decided': {
          const lead = await prisma.$transaction((records) => turnAwayWithin(records, chargeId));
          return { outcome: 'decided', lead };
        }
      }
    },

    async paid(payment) {
      const standing = await prisma.$transaction((records) => payWithin(records, payment));
      return standing ?? creditDebt(payment);
    },

    declined: (said) => prisma.$transaction((records) => declineWithin(records, said)),
    refuse: (chargeId) => prisma.$transaction((records) => refuseWithin(records, chargeId)),
    startOf: (chargeId) => readStart(prisma, chargeId),
    listPending: (olderThan, limit) => listPending(prisma, olderThan, limit),
    ofDeliveries: (deliveryIds) => readChargesOf(prisma, deliveryIds),
  };

  /** The lead was delivered on trust meanwhile: the money is for the top-up as which its charge is collected. */
  async function creditDebt({
    chargeId,
    paymentIntentId,
    stripeChargeId,
  }: LeadPayment): Promise<LeadStanding> {
    return prisma.$transaction(async (records) => {
      const { topUpId } = await records.chargeRow.findUniqueOrThrow({ where: { id: chargeId } });
      if (topUpId === null) throw new Error(`charge ${chargeId} is collected as no top-up`);
      // The top-up is locked before its charge, as everywhere.
      await creditTopUp(records, topUpId, { paymentIntentId, stripeChargeId });
      return standingOf(await lockLead(records, chargeId));
    });
  }
}
