import type { Refund } from '@drawdown/ledger';
import { tester, usd } from '@drawdown/ledger/testing';
import { stripeCalls } from '../stage/stripe-calls.ts';
import { directBuyer } from './charging-leads.ts';
import type { Journey, Traveled } from './journey.ts';
import { decided, sell } from './selling.ts';
import type { World } from './world.ts';

const CREATE = ['refund:before-create', 'refund:after-create'] as const;
const REMEMBER = ['refund:before-remember', 'refund:after-remember'] as const;
const SETTLE = ['refund:before-settle', 'refund:after-settle'] as const;
const REVERSE = ['refund:before-reverse', 'refund:after-reverse'] as const;

const BACK = usd(10_000);

/** A top-up, and a part of it on its way back to the card. */
async function refunding(world: World, testCard: string) {
  const { ledger } = world.stage.bench;
  const agency = await world.openAgency();
  const { accountId } = agency;
  const buyer = await agency.buyerWithCard(world.newCard(testCard));
  const topUp = await agency.topUp(buyer);
  await world.until(topUp);
  const asked = await ledger.refunds.request({ accountId, topUpId: topUp.id, amount: BACK }, tester);
  if (asked.outcome !== 'accepted') throw new Error(`the refund was not accepted: ${asked.outcome}`);
  const refundId = asked.refund.id;
  const traveled = (expected: 'succeeded' | 'failed'): Traveled => ({
    accountId,
    buyerId: buyer.id,
    topUps: [{ topUp, expected: 'paid' }],
    refunds: [{ refundId, expected }],
  });
  return { refundId, traveled };
}

/** Resolves when what is asked of the refund holds. */
function whenRefund(world: World, refundId: string, holds: (refund: Refund) => boolean): Promise<Refund> {
  return world.insist(async () => {
    const refund = await world.stage.bench.ledger.refunds.find(refundId);
    if (refund === null || !holds(refund)) throw new Error(`refund ${refundId} is still ${refund?.status}`);
    return refund;
  });
}

const hasEnded = ({ status }: Refund) => status !== 'pending';

export const refundedAtOnce: Journey = {
  name: 'a part of a top-up is refunded',
  passes: [...CREATE, ...SETTLE],
  async travel(world) {
    const { refundId, traveled } = await refunding(world, 'pm_card_visa');
    await whenRefund(world, refundId, hasEnded);
    return traveled('succeeded');
  },
};

export const leadPaidBack: Journey = {
  name: 'a lead that a card paid for is returned',
  passes: [...CREATE, ...SETTLE],
  async travel(world) {
    const terms = { returnWindowDays: 14 };
    const { agency, accountId, buyerId } = await directBuyer(world, 'pm_card_visa', terms);
    const lead = await sell(world, agency, { buyerId, priceMinor: 2_500 });
    await decided(world, lead);
    const order = { accountId, deliveryId: lead.id, code: 'no_interest' } as const;
    const returned = await world.stage.bench.ledger.returns.return(order, tester);
    if (returned.outcome !== 'returned' || returned.refund === null)
      throw new Error(`the lead was not returned to its card: ${returned.outcome}`);
    const refundId = returned.refund.id;
    await whenRefund(world, refundId, hasEnded);
    const leads = [{ deliveryId: lead.id, expected: 'returned' }] as const;
    return { accountId, buyerId, leads, refunds: [{ refundId, expected: 'succeeded' }] };
  },
};

async function decidedByBank(world: World, says: 'succeeded' | 'failed'): Promise<Traveled> {
  const { refundId, traveled } = await refunding(world, 'pm_card_pendingRefund');
  const { stripeRefundId } = await whenRefund(world, refundId, (refund) => refund.stripeRefundId !== null);
  await stripeCalls(world.stage.bench.stripeUrl).settleRefund(stripeRefundId ?? '', says);
  await whenRefund(world, refundId, hasEnded);
  return traveled(says);
}

export const refundedSlowly: Journey = {
  name: 'the bank takes its time over a refund',
  passes: [...CREATE, ...REMEMBER, ...SETTLE],
  travel: (world) => decidedByBank(world, 'succeeded'),
};

export const refundRefused: Journey = {
  name: 'the bank refuses a refund in the end, and the wallet has the money again',
  passes: [...CREATE, ...REMEMBER, ...REVERSE],
  travel: (world) => decidedByBank(world, 'failed'),
};
