import type { CreateBuyerInput } from '../../buyers/types.ts';
import { declineOf, inAnHour, newPrint, openCollecting } from '../../collections/testing/collecting.ts';
import type { AfterDecline } from '../../collections/types.ts';
import type { Ledger } from '../../ledger.ts';
import { usd } from '../../testing/index.ts';

export const TOMORROW: AfterDecline = { kind: 'retry', at: inAnHour() };

/** Buyers whose leads a card pays for, and what comes of their charges, without Temporal and Stripe. */
export async function openLeads(ledger: Ledger) {
  const collecting = await openCollecting(ledger);
  let leads = 0;

  async function buyer(billing: CreateBuyerInput['billing'] = {}, fingerprint = newPrint()) {
    return collecting.buyerWithCard(fingerprint, { mechanism: 'direct_charge', ...billing });
  }

  /** Asks for a lead that a card is to pay for. */
  async function pending(buyerId: string, priceMinor = 2_500, leadId = `lead-${++leads}`) {
    const result = await ledger.deliveries.deliver(collecting.lead(buyerId, leadId, priceMinor));
    if (result.outcome !== 'pending')
      throw new Error(`the lead is not pending: ${JSON.stringify(result.outcome)}`);
    const { delivery } = result;
    const charge = (await ledger.leadCharges.ofDeliveries([delivery.id])).get(delivery.id);
    if (charge === undefined) throw new Error('a pending lead has a charge');
    return { deliveryId: delivery.id, chargeId: charge.chargeId, leadId };
  }

  type Pending = Awaited<ReturnType<typeof pending>>;

  return {
    ...collecting,
    directBuyer: buyer,
    pending,

    trusted: (limit: number, fingerprint?: string) =>
      buyer({ failurePolicy: 'continue', exposureLimit: usd(limit) }, fingerprint),

    reserveLead: ({ chargeId }: Pending, attempt = 1) => ledger.leadCharges.reserve({ chargeId, attempt }),

    async pay({ chargeId }: { chargeId: string }) {
      await recordPaid(ledger, chargeId);
      return ledger.leadCharges.paid({
        chargeId,
        paymentIntentId: `pi_${chargeId}`,
        stripeChargeId: `ch_${chargeId}`,
      });
    },

    declineLead: (
      { chargeId }: Pending,
      { code = 'insufficient_funds', next = TOMORROW, attempt = 1 } = {},
    ) =>
      ledger.leadCharges.declined({
        chargeId,
        attempt,
        paymentIntentId: `pi_${chargeId}`,
        decline: declineOf(code),
        next,
      }),

    refuse: ({ chargeId }: Pending) => ledger.leadCharges.refuse(chargeId),

    async delivery({ deliveryId }: { deliveryId: string }) {
      const found = await ledger.deliveries.get(collecting.accountId, deliveryId);
      if (found === null) throw new Error('no such delivery');
      return found;
    },

    async reasons(buyerId: string) {
      const { pauseReasons } = await collecting.read(buyerId);
      return pauseReasons.map(({ reason }) => reason);
    },

    async owed(buyerId: string) {
      return (await ledger.pauses.facts(buyerId))?.exposure.amountMinor;
    },

    async told() {
      const { items } = await ledger.outgoingWebhooks.list(collecting.accountId, { limit: 100 });
      return items.filter(({ type }) => type.startsWith('delivery.')).reverse();
    },

    async topUps(walletId: string) {
      const { items } = await ledger.topUps.list(collecting.accountId, { walletId }, { limit: 100 });
      return items.reverse();
    },
  };
}

export type Leads = Awaited<ReturnType<typeof openLeads>>;

async function recordPaid(ledger: Ledger, chargeId: string): Promise<void> {
  const paid = {
    outcome: 'succeeded',
    paymentIntentId: `pi_${chargeId}`,
    stripeChargeId: `ch_${chargeId}`,
  } as const;
  await ledger.charges.recordOutcome(chargeId, 1, { ...paid, amountReceivedMinor: 2_500 });
}
