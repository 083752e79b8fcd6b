import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, tester, usd } from '../testing/index.ts';
import { bookBalances } from './testing/books.ts';
import { openDisputing } from './testing/disputing.ts';

const WALLETS = 5;
const ROUNDS_EACH = 100;

let ledger: Ledger;
let client: pg.Client;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl, poolSize: 24 });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await ledger.close();
});

/** The same numbers in every run. */
function numbersFrom(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** What a wallet and its owner come to by plain addition of what was answered. */
type Sums = {
  paid: bigint;
  drawn: bigint;
  refunded: bigint;
  inFlight: bigint;
  disputed: bigint;
  undecided: bigint;
};

test('refund, draw and dispute on one wallet at the same moment, 500 times, agree with plain addition', {
  timeout: 900_000,
}, async () => {
  const disputing = await openDisputing(ledger);
  const { accountId } = disputing;
  const all: Sums[] = [];

  async function live(lane: number): Promise<void> {
    const random = numbersFrom(lane + 1);
    const sums: Sums = { paid: 0n, drawn: 0n, refunded: 0n, inFlight: 0n, disputed: 0n, undecided: 0n };
    all.push(sums);
    const buyer = await disputing.payingBuyer({ failurePolicy: 'continue', exposureLimit: usd(0) });
    const { walletId } = buyer;

    async function draw(leadId: string): Promise<void> {
      const price = 1 + random(80_00);
      const result = await ledger.deliveries.deliver(disputing.lead(buyer.id, leadId, price));
      if (result.outcome === 'delivered') sums.drawn += BigInt(price);
    }

    async function refund(topUpId: string): Promise<string | null> {
      const amount = usd(1 + random(60_00));
      const result = await ledger.refunds.request(
        { accountId, topUpId, amount, keepAutoTopUp: true },
        tester,
      );
      if (result.outcome !== 'accepted') return null;
      sums.refunded += amount.amountMinor;
      sums.inFlight += amount.amountMinor;
      return result.refund.id;
    }

    async function endRefund(refundId: string | null): Promise<void> {
      if (refundId === null || random(3) === 0) return;
      const fails = random(2) === 0;
      const { amount } = fails
        ? await ledger.refunds.fail(refundId, { reason: 'expired_or_canceled_card' })
        : await ledger.refunds.settle(refundId, `re_${refundId}`);
      sums.inFlight -= amount.amountMinor;
      if (fails) sums.refunded -= amount.amountMinor;
    }

    for (let round = 0; round < ROUNDS_EACH; round += 1) {
      const amountMinor = 10_00 + random(90_00);
      const payment = await disputing.paidTopUp(walletId, amountMinor, buyer.id);
      sums.paid += BigInt(amountMinor);
      const part = random(4) === 0 ? 1 + random(amountMinor) : amountMinor;
      const first = disputing.seen(payment, { amountMinor: part });
      const [refundId] = await Promise.all([
        refund(payment.topUpId),
        draw(`${round}-a`),
        disputing.record(first),
        disputing.record(first, 'workflow'),
        draw(`${round}-b`),
      ]);
      sums.disputed += BigInt(part);
      sums.undecided += BigInt(part);
      const verdict = ['needs_response', 'won', 'lost'][random(3)] ?? 'lost';
      const last = disputing.seen(payment, { status: verdict, id: first.stripeDisputeId, amountMinor: part });
      await Promise.all([
        disputing.record(last),
        endRefund(refundId),
        draw(`${round}-c`),
        disputing.record(last, 'workflow'),
      ]);
      if (verdict !== 'needs_response') sums.undecided -= BigInt(part);
      if (verdict === 'won') sums.disputed -= BigInt(part);
    }

    // Owed only what the wallet does not have: never both.
    const net = sums.paid - sums.drawn - sums.refunded - sums.disputed;
    expect(await disputing.balance(walletId)).toBe(net > 0n ? net : 0n);
    expect((await ledger.pauses.facts(buyer.id))?.exposure.amountMinor).toBe(net < 0n ? -net : 0n);
  }

  await Promise.all(Array.from({ length: WALLETS }, (_, lane) => live(lane)));

  const total = (part: keyof Sums) => all.reduce((sum, sums) => sum + sums[part], 0n);
  const fees = BigInt(WALLETS * ROUNDS_EACH) * 15_00n;
  expect(await bookBalances(client, accountId)).toMatchObject({
    lead_revenue: total('drawn'),
    disputed_funds: total('undecided'),
    refunds_in_flight: total('inFlight'),
    stripe_fees: -fees,
    // What Stripe has: what came in, less what left as refund, as lost dispute and as fee.
    stripe_clearing:
      fees -
      total('paid') +
      (total('refunded') - total('inFlight')) +
      (total('disputed') - total('undecided')),
  });
  expect(await ledger.checkInvariants()).toEqual([]);
});
