import type { CreateBuyerInput } from '@drawdown/ledger';
import { usd } from '@drawdown/ledger/testing';
import type { Journey } from './journey.ts';
import { decided, sell } from './selling.ts';
import type { World } from './world.ts';

const ATTEMPT = [
  'lead-charge:before-reserve',
  'lead-charge:after-reserve',
  'lead-charge:before-create',
  'lead-charge:after-create',
  'lead-charge:before-begin',
  'lead-charge:after-begin',
  'lead-charge:before-confirm',
  'lead-charge:after-confirm',
] as const;
const DECLINE = ['lead-charge:before-record-decline', 'lead-charge:after-record-decline'] as const;
const DELIVERY = ['lead-charge:before-deliver', 'lead-charge:after-deliver'] as const;

const PRICE_MINOR = 2_500;

/** A buyer whose card is charged for every lead. */
export async function directBuyer(world: World, testCard: string, billing: CreateBuyerInput['billing'] = {}) {
  const agency = await world.openAgency();
  const terms = { mechanism: 'direct_charge', ...billing } as const;
  const buyer = await agency.buyerWithCard(world.newCard(testCard), { billing: terms });
  return { agency, accountId: agency.accountId, buyerId: buyer.id };
}

export const deliveredByCard: Journey = {
  name: 'a card pays for one lead',
  passes: [...ATTEMPT, ...DELIVERY],
  async travel(world) {
    const { agency, accountId, buyerId } = await directBuyer(world, 'pm_card_visa');
    const lead = await sell(world, agency, { buyerId, priceMinor: PRICE_MINOR });
    await decided(world, lead);
    return { accountId, buyerId, leads: [{ deliveryId: lead.id, expected: 'by_card' }] };
  },
};

export const refusedThenDelivered: Journey = {
  name: 'a lead is refused after a decline, and another card pays for the next one',
  passes: [
    ...ATTEMPT,
    ...DECLINE,
    'lead-charge:before-cancel',
    'lead-charge:after-cancel',
    'lead-charge:before-refuse',
    'lead-charge:after-refuse',
    ...DELIVERY,
  ],
  async travel(world) {
    const billing = { failurePolicy: 'pause' } as const;
    const { agency, accountId, buyerId } = await directBuyer(world, 'pm_card_chargeCustomerFail', billing);
    const refused = await sell(world, agency, { buyerId, priceMinor: PRICE_MINOR });
    await decided(world, refused);
    await agency.bringCard({ kind: 'buyer', buyerId }, world.newCard('pm_card_visa'));
    const next = await sell(world, agency, { buyerId, priceMinor: PRICE_MINOR });
    await decided(world, next);
    const leads = [
      { deliveryId: refused.id, expected: 'refused' },
      { deliveryId: next.id, expected: 'by_card' },
    ] as const;
    return { accountId, buyerId, leads };
  },
};

export const trustedThenCollected: Journey = {
  name: 'a lead is delivered on trust, and the schedule collects what is owed',
  passes: [
    ...ATTEMPT,
    ...DECLINE,
    'charge-retry:before-record-paid',
    'charge-retry:after-record-paid',
    'top-up:before-credit',
    'top-up:after-credit',
  ],
  async travel(world) {
    const { ledger, stripe } = world.stage.bench;
    const { agency, accountId, buyerId } = await directBuyer(world, 'pm_card_visa', {
      failurePolicy: 'continue',
      exposureLimit: usd(100_000),
    });
    const [card] = await ledger.paymentMethods.list(accountId, { kind: 'buyer', buyerId });
    await stripe.cardAnswers(card?.stripePaymentMethodId ?? '', 'insufficient_funds', 1);
    const { id: deliveryId } = await decided(
      world,
      await sell(world, agency, { buyerId, priceMinor: PRICE_MINOR }),
    );
    const { chargeId } = (await ledger.leadCharges.ofDeliveries([deliveryId])).get(deliveryId) ?? {};
    const { topUpId } = (await ledger.charges.get(chargeId ?? '')) ?? {};
    await world.until({ id: topUpId ?? '' });
    return { accountId, buyerId, leads: [{ deliveryId, expected: 'on_trust' }] };
  },
};
