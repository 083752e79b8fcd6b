import type { DisputeStatus } from '@drawdown/shared/codes';
import { type Agency, topUpRow } from '../stage/agency.ts';
import { stripeCalls } from '../stage/stripe-calls.ts';
import type { Journey } from './journey.ts';
import { sell } from './selling.ts';
import type { World } from './world.ts';

const POINTS = [
  'dispute:before-record',
  'dispute:after-record',
  'dispute:before-remind',
  'dispute:after-remind',
] as const;

/** A top-up that its payer disputes with the bank, which has taken the money back; the first reminder is written. */
async function disputed(world: World, { spentMinor }: { spentMinor: number }) {
  const { ledger, stripeUrl } = world.stage.bench;
  const agency = await world.openAgency();
  const { accountId } = agency;
  await answerDueInTwoDays(world, accountId);
  const terms = { billing: { failurePolicy: 'pause' } } as const;
  const buyer = await agency.buyerWithCard(world.newCard('pm_card_visa'), terms);
  const topUp = await agency.topUp(buyer);
  await world.until(topUp);
  if (spentMinor > 0) await sell(world, agency, { buyerId: buyer.id, priceMinor: spentMinor });
  const { stripeChargeId } = await topUpRow(ledger, topUp.id);
  const dispute = await stripeCalls(stripeUrl).openDispute(stripeChargeId ?? '', 25_000);
  await disputeIs(world, { accountId, topUpId: topUp.id }, 'needs_response');
  // One mail that it was opened, and one that reminds of the evidence.
  await world.insist(async () => {
    const { dispute_opened: told } = await agency.mails();
    if (told !== 2) throw new Error(`${told ?? 0} mails about the open dispute were written`);
  });
  return { agency, accountId, buyer, topUp, stripeDisputeId: dispute.id };
}

/** As if the bank of this account's payers wanted its answer sooner than the stand-in for Stripe says. */
async function answerDueInTwoDays({ stage }: World, accountId: string): Promise<void> {
  await stage.sql.query(`
    create function "due_soon_${accountId}"() returns trigger language plpgsql as $$
    begin
      new.evidence_due_at := new.opened_at + interval '2 days';
      return new;
    end $$`);
  await stage.sql.query(`
    create trigger "due_soon_${accountId}" before insert or update on dispute
    for each row when (new.account_id = '${accountId}') execute function "due_soon_${accountId}"()`);
}

type Whose = { accountId: string; topUpId: string };

function disputeIs({ insist, stage }: World, { accountId, topUpId }: Whose, status: DisputeStatus) {
  return insist(async () => {
    const { items } = await stage.bench.ledger.disputes.list(accountId, { topUpId }, { limit: 10 });
    const is = items.map((dispute) => dispute.status);
    if (!is.includes(status)) throw new Error(`the dispute of ${topUpId} is ${is}, not ${status}`);
  });
}

function resumed({ insist }: World, agency: Agency, buyerId: string): Promise<void> {
  return insist(async () => {
    const open = await agency.pausesOf(buyerId);
    if (open.length > 0) throw new Error(`buyer ${buyerId} is still paused: ${open}`);
  });
}

export const disputeWon: Journey = {
  name: 'a payment is disputed, reminded of, and won',
  passes: POINTS,
  async travel(world) {
    const { agency, accountId, buyer, topUp, stripeDisputeId } = await disputed(world, { spentMinor: 0 });
    await stripeCalls(world.stage.bench.stripeUrl).winDispute(stripeDisputeId);
    await disputeIs(world, { accountId, topUpId: topUp.id }, 'won');
    await resumed(world, agency, buyer.id);
    return {
      accountId,
      buyerId: buyer.id,
      topUps: [{ topUp, expected: 'paid' }],
      disputes: [{ topUpId: topUp.id, expected: 'won' }],
    };
  },
};

export const disputeLost: Journey = {
  name: 'a payment is disputed after a part of it was spent, lost, and what is owed is paid',
  passes: POINTS,
  async travel(world) {
    const spentMinor = 10_000;
    const { agency, accountId, buyer, topUp, stripeDisputeId } = await disputed(world, { spentMinor });
    await stripeCalls(world.stage.bench.stripeUrl).loseDispute(stripeDisputeId);
    await disputeIs(world, { accountId, topUpId: topUp.id }, 'lost');
    await agency.credit(buyer.walletId, spentMinor);
    await resumed(world, agency, buyer.id);
    return {
      accountId,
      buyerId: buyer.id,
      topUps: [{ topUp, expected: 'paid' }],
      disputes: [{ topUpId: topUp.id, expected: 'lost' }],
    };
  },
};
