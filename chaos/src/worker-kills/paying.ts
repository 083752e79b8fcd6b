import type { Journey } from './journey.ts';

const FIRST_ATTEMPT = [
  'top-up:before-begin',
  'top-up:after-begin',
  'top-up:before-reserve',
  'top-up:after-reserve',
  'top-up:before-create',
  'top-up:after-create',
  'top-up:before-confirm',
  'top-up:after-confirm',
] as const;
const DECLINE = ['top-up:before-record-decline', 'top-up:after-record-decline'] as const;
const CREDIT = ['top-up:before-credit', 'top-up:after-credit'] as const;
const RETRY = [
  'charge-retry:before-reserve',
  'charge-retry:after-reserve',
  'charge-retry:before-begin',
  'charge-retry:after-begin',
  'charge-retry:before-confirm',
  'charge-retry:after-confirm',
] as const;
const RECOVERY = ['charge-retry:before-record-paid', 'charge-retry:after-record-paid'] as const;

export const paidAtOnce: Journey = {
  name: 'the card pays',
  passes: [...FIRST_ATTEMPT, ...CREDIT],
  async travel(world) {
    const agency = await world.openAgency();
    const buyer = await agency.buyerWithCard(world.newCard('pm_card_visa'));
    const topUp = await agency.topUp(buyer);
    await world.until(topUp);
    return { accountId: agency.accountId, buyerId: buyer.id, topUps: [{ topUp, expected: 'paid' }] };
  },
};

export const paidWithAnotherCard: Journey = {
  name: 'declined, then another card pays',
  passes: [...DECLINE, ...RETRY, ...RECOVERY, ...CREDIT],
  async travel(world) {
    const agency = await world.openAgency();
    const buyer = await agency.buyerWithCard(world.newCard('pm_card_chargeCustomerFail'));
    const topUp = await agency.topUp(buyer);
    await world.until(topUp, 'retrying');
    await agency.bringCard({ kind: 'buyer', buyerId: buyer.id }, world.newCard('pm_card_visa'));
    await world.until(topUp);
    return { accountId: agency.accountId, buyerId: buyer.id, topUps: [{ topUp, expected: 'paid' }] };
  },
};

export const paidByRetry: Journey = {
  name: 'declined twice, then the schedule brings the money',
  passes: [
    ...DECLINE,
    ...RETRY,
    'charge-retry:before-record-decline',
    'charge-retry:after-record-decline',
    ...RECOVERY,
  ],
  async travel(world) {
    const agency = await world.openAgency();
    const buyer = await agency.buyer();
    const payer = { kind: 'buyer', buyerId: buyer.id } as const;
    const card = await agency.bringCard(payer, world.newCard('pm_card_visa'));
    const { stripe } = world.stage.bench;
    await stripe.cardAnswers(card.stripePaymentMethodId, 'insufficient_funds', 2);
    const topUp = await agency.topUp(buyer);
    await world.until(topUp);
    return { accountId: agency.accountId, buyerId: buyer.id, topUps: [{ topUp, expected: 'paid' }] };
  },
};

export const paidAfterBlockedCard: Journey = {
  name: 'a card that may not be tried again, then another card pays for both',
  passes: ['charge-retry:before-create', 'charge-retry:after-create', ...RECOVERY],
  async travel(world) {
    const agency = await world.openAgency();
    const buyer = await agency.buyer();
    const payer = { kind: 'buyer', buyerId: buyer.id } as const;
    const card = await agency.bringCard(payer, world.newCard('pm_card_visa'));
    const { stripe } = world.stage.bench;
    await stripe.cardAnswers(card.stripePaymentMethodId, 'stolen_card');
    const first = await agency.topUp(buyer);
    await world.until(first, 'retrying');
    const second = await agency.topUp(buyer, 30_000);
    await world.until(second, 'retrying');
    await agency.bringCard(payer, world.newCard('pm_card_visa'));
    const topUps = [first, second].map((topUp) => ({ topUp, expected: 'paid' as const }));
    for (const { topUp } of topUps) await world.until(topUp);
    return { accountId: agency.accountId, buyerId: buyer.id, topUps };
  },
};
