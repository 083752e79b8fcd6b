import { readStripeBooks } from '../stage/stripe-books.ts';
import { stripeCalls } from '../stage/stripe-calls.ts';
import { directBuyer } from './charging-leads.ts';
import type { Journey } from './journey.ts';
import { decided, sell } from './selling.ts';
import type { World } from './world.ts';

export const retriedSlowly: Journey = {
  name: 'declined once, and the bank takes its time over the retry',
  passes: ['charge-retry:before-record-undecided', 'charge-retry:after-record-undecided'],
  async travel(world) {
    const { bench } = world.stage;
    const agency = await world.openAgency();
    const { accountId } = agency;
    const buyer = await agency.buyer();
    const payer = { kind: 'buyer', buyerId: buyer.id } as const;
    const { stripePaymentMethodId: card } = await agency.bringCard(payer, world.newCard('pm_card_visa'));
    await stripeCalls(bench.stripeUrl).takesItsTime(card);
    await bench.stripe.cardAnswers(card, 'insufficient_funds', 1);
    const topUp = await agency.topUp(buyer);
    await settled(world, (books) => books.intentsOf(topUp.id));
    await world.until(topUp);
    return { accountId, buyerId: buyer.id, topUps: [{ topUp, expected: 'paid' }] };
  },
};

export const leadPaidSlowly: Journey = {
  name: 'the bank takes its time over the payment for a lead',
  passes: ['lead-charge:before-record-undecided', 'lead-charge:after-record-undecided'],
  async travel(world) {
    const { stripeUrl, ledger } = world.stage.bench;
    const { agency, accountId, buyerId } = await directBuyer(world, 'pm_card_visa');
    const [card] = await ledger.paymentMethods.list(accountId, { kind: 'buyer', buyerId });
    await stripeCalls(stripeUrl).takesItsTime(card?.stripePaymentMethodId ?? '');
    const lead = await sell(world, agency, { buyerId, priceMinor: 2_500 });
    await settled(world, (books) => books.intentsOfLead(lead.id));
    await decided(world, lead);
    return { accountId, buyerId, leads: [{ deliveryId: lead.id, expected: 'by_card' }] };
  },
};

type Books = Awaited<ReturnType<typeof readStripeBooks>>;

/** Has the bank decide once the process has written that it is at it: whoever writes it may be killed first. */
async function settled(
  { insist, stage }: World,
  of: (books: Books) => { id: string; status: string }[],
): Promise<void> {
  const { bench, sql } = stage;
  const paymentIntentId = await insist(async () => {
    const found = of(await readStripeBooks(bench.stripeUrl)).find(({ status }) => status === 'processing');
    if (found === undefined) throw new Error('Stripe is not processing the payment yet');
    return found.id;
  });
  await insist(async () => {
    const { rows } = await sql.query(
      `select 1 from charge c join charge_attempt a on a.charge_id = c.id
       where c.payment_intent_id = $1 and a.outcome = 'processing'`,
      [paymentIntentId],
    );
    if (rows.length === 0) throw new Error(`nobody has written that ${paymentIntentId} is processing`);
  });
  await stripeCalls(bench.stripeUrl).settlePayment(paymentIntentId);
}
