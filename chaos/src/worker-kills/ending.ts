import { tester, usd } from '@drawdown/ledger/testing';
import type { Requested } from '../stage/agency.ts';
import { messagesOf } from '../stage/messages.ts';
import type { Journey, Traveled } from './journey.ts';
import type { World } from './world.ts';

const CLOSE = [
  'charge-retry:before-cancel',
  'charge-retry:after-cancel',
  'charge-retry:before-close',
  'charge-retry:after-close',
] as const;

async function declined(world: World) {
  const agency = await world.openAgency();
  const buyer = await agency.buyerWithCard(world.newCard('pm_card_chargeCustomerFail'));
  const topUp = await agency.topUp(buyer);
  await world.until(topUp, 'retrying');
  return { agency, buyer, topUp };
}

export const stopped: Journey = {
  name: 'declined, stopped by an admin, and the pause lifted by hand',
  passes: CLOSE,
  async travel(world): Promise<Traveled> {
    const { agency, buyer, topUp } = await declined(world);
    const { bench } = world.stage;
    await world.insist(() => messagesOf(bench).stop(topUp.chargeId));
    await world.until(topUp);
    // Nothing is tried any more, but nothing has been paid either: the pause ends by hand.
    const { accountId } = agency;
    await bench.ledger.pauses.resume({ accountId, buyerId: buyer.id, note: 'a new start' }, tester);
    return { accountId: agency.accountId, buyerId: buyer.id, topUps: [{ topUp, expected: 'ended' }] };
  },
};

export const markedPaid: Journey = {
  name: 'declined, then marked as paid outside',
  passes: CLOSE,
  async travel(world): Promise<Traveled> {
    const { agency, buyer, topUp } = await declined(world);
    await world.insist(() => messagesOf(world.stage.bench).markPaid(topUp.chargeId));
    await world.until(topUp);
    return { accountId: agency.accountId, buyerId: buyer.id, topUps: [{ topUp, expected: 'paid_outside' }] };
  },
};

export const fundedOtherwise: Journey = {
  name: 'declined, then the money comes by bank transfer',
  passes: CLOSE,
  async travel(world): Promise<Traveled> {
    const { agency, buyer, topUp } = await declined(world);
    await agency.credit(buyer.walletId, 25_000);
    await world.until(topUp);
    return { accountId: agency.accountId, buyerId: buyer.id, topUps: [{ topUp, expected: 'ended' }] };
  },
};

export const canceledWhileUnknown: Journey = {
  name: 'canceled while nobody knows the outcome',
  passes: [
    'top-up:before-record-waiting',
    'top-up:after-record-waiting',
    'top-up:before-cancel',
    'top-up:after-cancel',
    'top-up:before-record-cancel',
    'top-up:after-record-cancel',
  ],
  async travel(world): Promise<Traveled> {
    const { stripe } = world.stage.bench;
    const agency = await world.openAgency();
    const buyer = await agency.buyerWithCard(world.newCard('pm_card_visa'));
    const topUps: Requested[] = [];
    // The fault may meet a payment of another journey; then this one is paid, and the next is tried.
    for (let isCanceled = false; !isCanceled && topUps.length < 20; ) {
      await stripe.fault({ path: '/confirm', method: 'POST', mode: 'http_500', times: 1 });
      const topUp = await agency.topUp(buyer);
      topUps.push(topUp);
      await world.until(topUp, 'processing');
      const { cancelTopUp } = messagesOf(world.stage.bench);
      await world.insist(() => cancelTopUp(topUp.id).catch(unlessOver(world, topUp.id)));
      isCanceled = (await world.until(topUp)) === 'canceled';
    }
    return {
      accountId: agency.accountId,
      buyerId: buyer.id,
      topUps: topUps.map((topUp) => ({ topUp, expected: 'paid_or_ended' })),
    };
  },
};

export const refusedAtSetUp: Journey = {
  name: 'Stripe does not set the payment up, because the sum is too small',
  passes: ['top-up:before-decline', 'top-up:after-decline'],
  async travel(world): Promise<Traveled> {
    const agency = await world.openAgency();
    const { accountId } = agency;
    await world.stage.bench.ledger.accounts.updateSettings(accountId, { topUpMinimum: usd(10) }, tester);
    const buyer = await agency.buyerWithCard(world.newCard('pm_card_visa'));
    const topUp = await agency.topUp(buyer, 10);
    await world.until(topUp);
    return { accountId, buyerId: buyer.id, topUps: [{ topUp, expected: 'refused' }] };
  },
};

/** A workflow that has ended takes no message any more. */
export function unlessOver({ stage }: World, topUpId: string) {
  return async (error: unknown) => {
    const row = await stage.bench.ledger.topUps.find(topUpId);
    if (row?.endedAt == null) throw error;
  };
}
