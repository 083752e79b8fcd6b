import { messagesOf } from '../stage/messages.ts';
import { unlessOver } from './ending.ts';
import type { Journey } from './journey.ts';
import type { World } from './world.ts';

export const paidWhenAsked: Journey = {
  name: 'declined, and paid when an admin asks for another try',
  passes: ['charge-retry:before-note-asked', 'charge-retry:after-note-asked'],
  async travel(world) {
    const { stripe } = world.stage.bench;
    const agency = await world.openAgency();
    const buyer = await agency.buyer();
    const payer = { kind: 'buyer', buyerId: buyer.id } as const;
    const { stripePaymentMethodId: card } = await agency.bringCard(payer, world.newCard('pm_card_visa'));
    await stripe.cardAnswers(card, 'insufficient_funds');
    const topUp = await agency.topUp(buyer);
    await world.until(topUp, 'retrying');
    const { retryNow } = messagesOf(world.stage.bench);
    await world.insist(() => retryNow(topUp.chargeId));
    await stripe.cardAnswers(card, null);
    await world.insist(() => retryNow(topUp.chargeId).catch(unlessOver(world, topUp.id)));
    await world.until(topUp);
    return { accountId: agency.accountId, buyerId: buyer.id, topUps: [{ topUp, expected: 'paid' }] };
  },
};

export const confirmedByPayer: Journey = {
  name: 'the bank wants the payer, who fails at first and confirms then',
  passes: ['charge-retry:before-record-payer', 'charge-retry:after-record-payer'],
  async travel(world) {
    const agency = await world.openAgency();
    const buyer = await agency.buyerWithCard(world.newCard('pm_card_authenticationRequired'));
    const topUp = await agency.topUp(buyer);
    await world.until(topUp, 'requires_action');
    const { chargeId } = topUp;
    const failed = await answerBank(world, { chargeId, after: 1, answer: 'failure' });
    await answerBank(world, { chargeId, after: failed, answer: 'success' });
    await world.until(topUp);
    return { accountId: agency.accountId, buyerId: buyer.id, topUps: [{ topUp, expected: 'paid' }] };
  },
};

type Answer = { chargeId: string; after: number; answer: 'success' | 'failure' };

/**
 * The payer confirms on the page of a link and answers the bank's question. It is his turn once the process has seen what
 * became of the attempt before, the number of which is `after`; answers the number of this one.
 */
async function answerBank({ stage, insist }: World, { chargeId, after, answer }: Answer): Promise<number> {
  const { ledger, payments, stripe } = stage.bench;
  const { attempt, stripePaymentMethodId } = await insist(async () => {
    const reserved = await ledger.collections.reserveForPayer(chargeId);
    if (reserved.outcome !== 'reserved') throw new Error(`it is not the payer's turn: ${reserved.outcome}`);
    if (reserved.attempt === after) throw new Error(`nobody has seen what became of attempt ${after}`);
    return reserved;
  });
  const charge = await ledger.charges.get(chargeId);
  const paymentIntentId = charge?.paymentIntentId ?? '';
  await payments.confirmOnSession({
    idempotencyKey: `chg:${chargeId}:payer:${attempt}`,
    paymentIntentId,
    stripePaymentMethodId,
    returnUrl: 'http://drawdown.example/pay',
  });
  await stripe.authenticate(paymentIntentId, answer);
  return attempt;
}
