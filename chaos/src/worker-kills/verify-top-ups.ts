import { strict as assert } from 'node:assert';
import type { TopUp } from '@drawdown/ledger';
import { topUpRow } from '../stage/agency.ts';
import type { Stage } from '../stage/open-stage.ts';
import type { StripeBooks } from '../stage/stripe-books.ts';
import type { AtStripe } from './at-stripe.ts';
import type { Expected, Traveled } from './journey.ts';

/** What is taken at Stripe, what is posted, and what the row says. */
type Money = { charged: number; posted: number; status: TopUp['status'] };

/** For each top-up exactly one charge and one posting if it was paid, and neither if it was not. */
export async function verifyTopUps(
  stage: Stage,
  { payments }: AtStripe,
  { topUps = [] }: Traveled,
): Promise<void> {
  for (const { topUp, expected } of topUps) {
    const row = await topUpRow(stage.bench.ledger, topUp.id);
    const money = {
      charged: payments.paymentsOf(topUp.id).length,
      posted: await creditsOf(stage, row),
      status: row.status,
    };
    assert.ok(
      outcomesOf(expected).some((outcome) => isSame(outcome, money)),
      `top-up ${topUp.id} was to be ${expected} and is ${JSON.stringify(money)}`,
    );
    verifyAmounts(payments, row);
  }
}

const PAID: Money = { charged: 1, posted: 1, status: 'succeeded' };
const ENDED: Money = { charged: 0, posted: 0, status: 'canceled' };
const REFUSED: Money = { charged: 0, posted: 0, status: 'declined' };
const PAID_OUTSIDE: Money = { charged: 0, posted: 1, status: 'succeeded' };

function outcomesOf(expected: Expected): Money[] {
  switch (expected) {
    case 'paid':
      return [PAID];
    case 'ended':
      return [ENDED];
    case 'refused':
      return [REFUSED];
    case 'paid_outside':
      return [PAID_OUTSIDE];
    case 'paid_or_ended':
      return [PAID, ENDED];
  }
}

function isSame(one: Money, other: Money): boolean {
  return one.charged === other.charged && one.posted === other.posted && one.status === other.status;
}

const GIVEN_BACK: readonly string[] = ['refund_reversal', 'dispute_reversal'];

/** How often it was credited: what a refund or a dispute took left the wallet again, and may have come back. */
export async function creditsOf({ bench }: Stage, { accountId, walletId, id }: TopUp): Promise<number> {
  const entries = await bench.ledger.wallets.entries(accountId, walletId, { limit: 100 });
  return (entries?.items ?? []).filter(
    ({ topUpId, type, amount }) => topUpId === id && amount.amountMinor > 0n && !GIVEN_BACK.includes(type),
  ).length;
}

function verifyAmounts(books: StripeBooks, row: TopUp): void {
  assert.ok(books.intentsOf(row.id).length <= 1, `top-up ${row.id} has more than one PaymentIntent`);
  for (const payment of books.paymentsOf(row.id)) {
    assert.equal(BigInt(payment.amount), row.amount.amountMinor, `top-up ${row.id} was charged another sum`);
    assert.equal(payment.id, row.stripeChargeId, `top-up ${row.id} names another charge`);
  }
}
