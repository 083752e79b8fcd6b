import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { failCharge } from '../testing/failing-charge.ts';
import { createTestDatabase, openScenario, tester, usd } from '../testing/index.ts';
import * as reference from './reference-collections.ts';
import { zoneWhereItIsNoon } from './world.ts';

let ledger: Ledger;
let client: pg.Client;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await ledger.close();
});

const major = (max: number) => fc.integer({ min: 1, max }).map((units) => BigInt(units) * 10_00n);
const step = fc.oneof(
  { weight: 14, arbitrary: fc.record({ kind: fc.constant('draw' as const), price: major(12) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('credit' as const), amount: major(8) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('fail' as const), amount: major(15) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('recover' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('end' as const), paid: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('rule' as const),
      enabled: fc.integer({ min: 0, max: 4 }).map((drawn) => drawn > 0),
      threshold: major(15),
      amount: major(10),
      times: fc.bigInt({ min: 1n, max: 8n }),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function openWorld(limit: bigint) {
  const scenario = await openScenario(ledger, { timeZone: zoneWhereItIsNoon(new Date()) });
  const { accountId } = scenario;
  await scenario.card({ kind: 'account' });
  // A card of its own: declines count against the card, over all accounts.
  await client.query(`update payment_method set fingerprint = 'fp_' || account_id where account_id = $1`, [
    accountId,
  ]);
  const billing = { failurePolicy: 'continue', exposureLimit: usd(limit) } as const;
  const { id: buyerId, walletId } = await scenario.buyer({ billing });
  const state = reference.createCollections(limit);
  let failing: { topUpId: string } | null = null;
  let leads = 0;

  const openAutomatic = async () => {
    const { items } = await ledger.topUps.list(accountId, { walletId }, { limit: 500 });
    return items.filter(({ trigger, status }) => trigger === 'auto' && status === 'pending');
  };
  const pay = async (topUpId: string) => {
    const payment = { paymentIntentId: `pi_${topUpId}`, stripeChargeId: null };
    const chargeId = (await ledger.topUps.find(topUpId))?.chargeId;
    if (chargeId == null) throw new Error('only card top-ups are paid here');
    const amountReceivedMinor = 0;
    await ledger.charges.recordPayment(chargeId, 2, {
      outcome: 'succeeded',
      amountReceivedMinor,
      ...payment,
    });
    await ledger.topUps.credit(topUpId, payment);
  };

  async function take(next: Step): Promise<void> {
    switch (next.kind) {
      case 'draw': {
        leads += 1;
        const result = await ledger.deliveries.deliver(scenario.lead(buyerId, `lead-${leads}`, next.price));
        const fundedBy = 'delivery' in result ? result.delivery.fundedBy : undefined;
        expect(fundedBy).toBe(reference.draw(state, next.price));
        return;
      }
      case 'credit':
        await scenario.credit(walletId, next.amount);
        return reference.credit(state, next.amount);
      case 'fail':
        if (failing !== null) return;
        failing = await failCharge(
          { ledger, client, scenario },
          { walletId, amountMinor: Number(next.amount), buyers: [{ id: buyerId, policy: 'continue' }] },
        );
        return reference.fail(state, next.amount);
      case 'recover': {
        if (failing === null) return;
        const { topUpId } = failing;
        failing = null;
        await pay(topUpId);
        return reference.recover(state);
      }
      case 'end': {
        const [topUp] = await openAutomatic();
        if (topUp === undefined || failing !== null) return;
        if (next.paid) await pay(topUp.id);
        else await ledger.topUps.decline(topUp.id, decline);
        return reference.endAutomatic(state, next.paid);
      }
      case 'rule': {
        const { enabled, threshold, amount } = next;
        const dailyLimit = amount * next.times;
        const rule = {
          accountId,
          walletId,
          enabled,
          targetBalance: null,
          payer: 'account',
          consentText: 'yes',
        } as const;
        const limits = { threshold: usd(threshold), amount: usd(amount), dailyLimit: usd(dailyLimit) };
        expect(await ledger.autoTopUps.save({ ...rule, ...limits }, tester)).toMatchObject({
          outcome: 'saved',
        });
        return reference.saveRule(state, { enabled, threshold, amount, dailyLimit });
      }
    }
  }

  async function compare(): Promise<void> {
    const { rows } = await client.query('select exposure_of($1) as owed', [buyerId]);
    const buyer = await ledger.buyers.get(accountId, buyerId);
    const rule = await ledger.autoTopUps.get(accountId, walletId);
    expect({
      balance: await scenario.balance(walletId),
      owed: BigInt(rows[0].owed),
      paused: buyer?.deliveryStatus === 'paused',
      automatic: (await openAutomatic()).map(({ amount }) => amount.amountMinor),
      suspended: rule?.suspended != null,
    }).toEqual({
      balance: state.balance,
      owed: state.owed,
      paused: state.paused,
      automatic: state.automatic === null ? [] : [state.automatic],
      suspended: state.suspended,
    });
  }

  return { take, compare };
}

const decline = { code: 'generic_decline', adviceCode: null, networkDeclineCode: null, stripeChargeId: null };

test('trust, settlement, pauses and automatic top-ups go as the reference foretells, step by step', async () => {
  const histories = fc.asyncProperty(
    fc.constantFrom(0n, 50_00n, 200_00n),
    fc.array(step, { minLength: 30, maxLength: 60 }),
    async (limit, steps) => {
      const { take, compare } = await openWorld(limit);
      for (const next of steps) {
        await take(next);
        await compare();
      }
    },
  );
  await fc.assert(histories, { numRuns: 12, seed: 20_261_123, endOnFailure: true });
  expect(await ledger.checkInvariants()).toEqual([]);
  // Histories in which nothing of this happens would foretell nothing.
  const { rows } = await client.query(
    `select (select count(*) from delivery where funded_by = 'trust') > 10 as trusted,
       (select count(*) from book_tx where kind = 'settlement') > 5 as settled,
       (select count(*) from top_up where trigger = 'auto') > 5 as refilled,
       (select count(*) from pause_reason where closed_as = 'funded') > 5 as resumed`,
  );
  expect(rows).toEqual([{ trusted: true, settled: true, refilled: true, resumed: true }]);
}, 300_000);
