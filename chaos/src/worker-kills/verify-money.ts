import { strict as assert } from 'node:assert';
import type { TopUp } from '@drawdown/ledger';
import { topUpRow } from '../stage/agency.ts';
import type { Stage } from '../stage/open-stage.ts';
import { readStripeBooks, type StripeBooks } from '../stage/stripe-books.ts';
import type { Expected, Traveled } from './journey.ts';

/** What is taken at Stripe, what is posted, and what the row says. */
type Money = { charged: number; posted: number; status: TopUp['status'] };

/** For each top-up exactly one charge and one posting if it was paid, and neither if it was not. */
export async function verifyMoney(stage: Stage, traveled: readonly Traveled[]): Promise<void> {
  const { ledger, stripe, stripeUrl } = stage.bench;
  const books = await readStripeBooks(stripeUrl);
  for (const { topUps } of traveled) {
    for (const { topUp, expected } of topUps) {
      const row = await topUpRow(ledger, topUp.id);
      const money = {
        charged: books.paymentsOf(topUp.id).length,
        posted: await postingsOf(stage, row),
        status: row.status,
      };
      assert.ok(
        outcomesOf(expected).some((outcome) => isSame(outcome, money)),
        `top-up ${topUp.id} was to be ${expected} and is ${JSON.stringify(money)}`,
      );
      verifyAmounts(books, row);
    }
  }
  await verifyKeys(stripe);
  assert.deepEqual(await ledger.checkInvariants(), []);
}

const PAID: Money = { charged: 1, posted: 1, status: 'succeeded' };
const ENDED: Money = { charged: 0, posted: 0, status: 'canceled' };
const PAID_OUTSIDE: Money = { charged: 0, posted: 1, status: 'succeeded' };

function outcomesOf(expected: Expected): Money[] {
  switch (expected) {
    case 'paid':
      return [PAID];
    case 'ended':
      return [ENDED];
    case 'paid_outside':
      return [PAID_OUTSIDE];
    case 'paid_or_ended':
      return [PAID, ENDED];
  }
}

function isSame(one: Money, other: Money): boolean {
  return one.charged === other.charged && one.posted === other.posted && one.status === other.status;
}

async function postingsOf({ bench }: Stage, { accountId, walletId, id }: TopUp): Promise<number> {
  const entries = await bench.ledger.wallets.entries(accountId, walletId, { limit: 100 });
  // What was refunded of it left the wallet again.
  const credits = (entries?.items ?? []).filter(({ amount }) => amount.amountMinor > 0n);
  return credits.filter(({ topUpId }) => topUpId === id).length;
}

function verifyAmounts(books: StripeBooks, row: TopUp): void {
  assert.ok(books.intentsOf(row.id).length <= 1, `top-up ${row.id} has more than one PaymentIntent`);
  for (const payment of books.paymentsOf(row.id)) {
    assert.equal(BigInt(payment.amount), row.amount.amountMinor, `top-up ${row.id} was charged another sum`);
    assert.equal(payment.id, row.stripeChargeId, `top-up ${row.id} names another charge`);
  }
}

/** Past the objects: among all requests no payment was confirmed successfully twice. */
async function verifyKeys(stripe: Stage['bench']['stripe']): Promise<void> {
  const confirmed = new Set<string>();
  for (const { path, status, replayed } of await stripe.requests('/confirm')) {
    if (status !== 200 || replayed || !path.includes('/payment_intents/')) continue;
    assert.ok(!confirmed.has(path), `${path} succeeded twice`);
    confirmed.add(path);
  }
}
