import { strict as assert } from 'node:assert';
import type { Delivery } from '@drawdown/ledger';
import { topUpRow } from '../stage/agency.ts';
import type { Stage } from '../stage/open-stage.ts';
import type { AtStripe } from './at-stripe.ts';
import type { ExpectedLead, Traveled } from './journey.ts';
import { postingsAbout } from './postings.ts';
import { creditsOf } from './verify-top-ups.ts';

/** What is taken at Stripe, what is posted, and what the row says. */
type Money = {
  charged: number;
  posted: string[];
  outcome: Delivery['outcome'];
  fundedBy: Delivery['fundedBy'];
};

const EXPECTED: Record<ExpectedLead, Money> = {
  by_card: { charged: 1, posted: ['delivery'], outcome: 'delivered', fundedBy: 'card' },
  refused: { charged: 0, posted: [], outcome: 'refused', fundedBy: null },
  on_trust: { charged: 1, posted: ['delivery'], outcome: 'delivered', fundedBy: 'trust' },
  returned: { charged: 1, posted: ['delivery', 'return'], outcome: 'returned', fundedBy: 'card' },
};

/** Each lead is charged for once and posted once, or neither; what is owed for one on trust is paid once. */
export async function verifyLeads(
  stage: Stage,
  { payments }: AtStripe,
  { accountId, buyerId, leads = [] }: Traveled,
): Promise<void> {
  const { ledger } = stage.bench;
  for (const { deliveryId, expected } of leads) {
    const row = await ledger.deliveries.get(accountId, deliveryId);
    assert.ok(row !== null);
    const taken = payments.paymentsOfLead(deliveryId);
    const money: Money = {
      charged: taken.length,
      posted: await postingsAbout(stage, accountId, deliveryId),
      outcome: row.outcome,
      fundedBy: row.fundedBy,
    };
    assert.deepEqual(money, EXPECTED[expected], `lead ${deliveryId}`);
    for (const { amount } of taken)
      assert.equal(BigInt(amount), row.price.amountMinor, `lead ${deliveryId} was charged another sum`);
    const intents = payments.intentsOfLead(deliveryId);
    assert.ok(intents.length <= 1, `lead ${deliveryId} has more than one PaymentIntent`);
    if (expected === 'refused')
      assert.ok(
        intents.every(({ status }) => status === 'canceled'),
        `lead ${deliveryId} is refused and can still be paid for`,
      );
    if (expected === 'on_trust') await verifyDebt(stage, { buyerId, deliveryId });
  }
}

/** The very payment of the lead pays, as a top-up, what is owed for it. */
async function verifyDebt(
  stage: Stage,
  { buyerId, deliveryId }: { buyerId: string; deliveryId: string },
): Promise<void> {
  const { ledger } = stage.bench;
  const { chargeId } = (await ledger.leadCharges.ofDeliveries([deliveryId])).get(deliveryId) ?? {};
  const { topUpId } = (await ledger.charges.get(chargeId ?? '')) ?? {};
  const topUp = await topUpRow(ledger, topUpId ?? '');
  assert.deepEqual(
    { status: topUp.status, credited: await creditsOf(stage, topUp) },
    { status: 'succeeded', credited: 1 },
    `the debt for lead ${deliveryId}`,
  );
  const owed = (await ledger.pauses.facts(buyerId))?.exposure.amountMinor;
  assert.equal(owed, 0n, `buyer ${buyerId} still owes lead ${deliveryId}`);
}
