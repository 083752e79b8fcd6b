import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { failCharge } from '../testing/failing-charge.ts';
import { createTestDatabase, openScenario, tester, usd } from '../testing/index.ts';
import type { DeliverLeadResult, Eligibility } from './types.ts';

let ledger: Ledger;
let client: pg.Client;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
});
afterAll(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
  await client.end();
  await ledger.close();
});

type Case = {
  mechanism: 'wallet' | 'direct_charge' | 'net_terms' | 'manual';
  fallbackToCard: boolean;
  card: 'usable' | 'closed' | 'none';
  creditLimitMinor: number | null;
  creditMinor: number;
  dailyCapMinor: number | null;
  monthlyCapMinor: number | null;
  exposureLimitMinor: number | null;
  failing: 'no' | 'continue' | 'pause' | 'pause_when_exhausted';
  pausedByHand: boolean;
  heldMinor: number;
  prices: number[];
};

const optional = (max: number) => fc.option(fc.integer({ min: 1, max }), { freq: 2 });
const cases: fc.Arbitrary<Case> = fc.record({
  mechanism: fc.constantFrom('wallet', 'wallet', 'wallet', 'direct_charge', 'net_terms', 'manual'),
  fallbackToCard: fc.constantFrom(false, false, true),
  card: fc.constantFrom('usable', 'closed', 'none'),
  creditLimitMinor: optional(60_00),
  creditMinor: fc.oneof(fc.constant(0), fc.integer({ min: 5_00, max: 60_00 })),
  dailyCapMinor: optional(60_00),
  monthlyCapMinor: optional(90_00),
  exposureLimitMinor: optional(60_00),
  failing: fc.constantFrom('no', 'continue', 'continue', 'pause', 'pause_when_exhausted'),
  pausedByHand: fc.constantFrom(false, false, false, false, true),
  heldMinor: fc.integer({ min: 0, max: 20_00 }),
  prices: fc.array(fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 40_00 })), {
    minLength: 3,
    maxLength: 6,
  }),
});

const limit = (amountMinor: number | null) => (amountMinor === null ? null : usd(amountMinor));

async function openCase(each: Case) {
  const scenario = await openScenario(ledger);
  await scenario.card({ kind: 'account' });
  const { id, walletId } = await scenario.buyer({
    billing: {
      failurePolicy: each.failing === 'continue' ? 'continue' : 'pause',
      dailyCap: limit(each.dailyCapMinor),
      monthlyCap: limit(each.monthlyCapMinor),
      exposureLimit: limit(each.exposureLimitMinor),
      creditLimit: limit(each.creditLimitMinor),
      fallbackToCard: each.fallbackToCard,
    },
  });
  const { accountId } = scenario;
  if (each.creditMinor > 0) await scenario.credit(walletId, each.creditMinor);
  if (each.heldMinor > 0)
    await ledger.holds.place({ accountId, buyerId: id, amount: usd(each.heldMinor), lifetimeMs: 3_600_000 });
  if (each.failing !== 'no') {
    const fate =
      each.failing === 'continue'
        ? ({ policy: 'continue' } as const)
        : ({ policy: 'pause', effect: each.failing } as const);
    const charge = { walletId, amountMinor: 200_00, buyers: [{ id, ...fate }] };
    await failCharge({ ledger, client, scenario }, charge);
  }
  if (each.pausedByHand) await ledger.pauses.pauseByHand({ accountId, buyerId: id, note: 'test' }, tester);
  if (each.mechanism !== 'wallet')
    await client.query('update buyer set mechanism = $2 where id = $1', [id, each.mechanism]);
  if (each.card !== 'none') {
    const fingerprint = `fp_${id}`;
    await scenario.card({ kind: 'buyer', buyerId: id }, { fingerprint });
    if (each.card === 'closed')
      await client.query(
        `insert into card_budget (fingerprint, blocked_until) values ($1, now() + interval '1 day')`,
        [fingerprint],
      );
  }
  return { scenario, buyerId: id };
}

/** Rung or refusal, in the same words for what is foretold and for what was done. */
function verdict(answer: Eligibility | DeliverLeadResult | undefined): string | null {
  switch (answer?.outcome) {
    case 'eligible':
      return answer.fundedBy;
    case 'delivered':
    case 'pending':
      return answer.delivery.fundedBy;
    case 'ineligible':
    case 'refused':
      return answer.code;
    default:
      return answer?.outcome ?? null;
  }
}

test('what eligibility says is what the next delivery does', async () => {
  const seen = new Set<string | null>();
  for (const each of fc.sample(cases, { numRuns: 100, seed: 20_261_123 })) {
    const { scenario, buyerId } = await openCase(each);
    for (const [n, price] of each.prices.entries()) {
      const [foretold] = await ledger.deliveries.eligibility(scenario.accountId, [buyerId], usd(price));
      const done = await ledger.deliveries.deliver(scenario.lead(buyerId, `lead-${n}`, price));
      expect([each, price, verdict(foretold)]).toEqual([each, price, verdict(done)]);
      if (foretold?.outcome === 'ineligible' && done.outcome === 'refused')
        expect([foretold.available, foretold.topUpInProgress]).toEqual([
          done.available,
          done.topUpInProgress,
        ]);
      seen.add(verdict(done));
    }
  }
  // Each ending was among them, so that the test says something.
  expect([...seen].sort()).toEqual([
    'card',
    'card_declined',
    'credit',
    'credit_limit_reached',
    'delivery_paused',
    'insufficient_funds',
    'manual',
    'no_payment_method',
    'price_below_card_minimum',
    'spending_cap_reached',
    'trust',
    'wallet',
  ]);
});

describe('eligibility', () => {
  test('changes nothing, also where a delivery would pause the buyer', async () => {
    const scenario = await openScenario(ledger);
    await scenario.card({ kind: 'account' });
    const { id, walletId } = await scenario.buyer({
      billing: { failurePolicy: 'continue', exposureLimit: usd(5_00) },
    });
    const charge = {
      walletId,
      amountMinor: 200_00,
      buyers: [{ id, policy: 'continue' as const }],
    };
    await failCharge({ ledger, client, scenario }, charge);
    const ask = (price: number) => ledger.deliveries.eligibility(scenario.accountId, [id], usd(price));
    expect(await ask(6_00)).toMatchObject([{ outcome: 'ineligible', code: 'delivery_paused' }]);
    expect(await ask(5_00)).toMatchObject([{ outcome: 'eligible', fundedBy: 'trust' }]);
    const { rows } = await client.query('select 1 from pause_reason where buyer_id = $1', [id]);
    expect(rows).toEqual([]);
  });

  test('answers many buyers in the order asked, and knows no buyer of another account', async () => {
    const scenario = await openScenario(ledger);
    const other = await openScenario(ledger);
    const foreign = await other.buyer();
    const empty = await scenario.buyer();
    const rich = await scenario.buyer();
    const euros = await scenario.buyer({ currency: 'EUR' });
    await scenario.credit(rich.walletId, 10_00);
    const asked = [rich.id, foreign.id, empty.id, euros.id, rich.id, 'buy_nobody'];
    const answers = await ledger.deliveries.eligibility(scenario.accountId, asked, usd(3_00));
    expect(answers.map(verdict)).toEqual([
      'wallet',
      'buyer_not_found',
      'insufficient_funds',
      'currency_mismatch',
      'wallet',
      'buyer_not_found',
    ]);
  });

  test('tells how far the wallet goes: in leads, and in hours at the pace of all who draw on it', async () => {
    const scenario = await openScenario(ledger);
    const { accountId } = scenario;
    const pool = await ledger.wallets.createShared({ accountId, name: 'Pool', currency: 'USD' }, tester);
    const one = await scenario.buyer({ walletId: pool.id });
    const two = await scenario.buyer({ walletId: pool.id });
    await scenario.credit(pool.id, 100_00);
    const runway = async () => {
      const [answer] = await ledger.deliveries.eligibility(accountId, [one.id], usd(7_00));
      return answer !== undefined && 'runway' in answer ? answer.runway : null;
    };
    expect(await runway()).toEqual({ leads: 14n, hours: null });
    await ledger.deliveries.deliver(scenario.lead(one.id, 'a', 20_00));
    await ledger.deliveries.deliver(scenario.lead(two.id, 'b', 20_00));
    expect(await runway()).toEqual({ leads: 8n, hours: 36 });
  });
});
