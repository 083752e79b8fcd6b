import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { failCharge } from '../testing/failing-charge.ts';
import { createTestDatabase, openScenario, type Scenario, tester, usd } from '../testing/index.ts';
import type { RequestTopUpInput } from '../top-ups/types.ts';

let ledger: Ledger;
let client: pg.Client;
let scenario: Scenario;
let walletId: string;

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
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
});
beforeEach(async () => {
  scenario = await openScenario(ledger);
  await scenario.card({ kind: 'account' });
  const { accountId } = scenario;
  const pool = await ledger.wallets.createShared({ accountId, name: 'Pool', currency: 'USD' }, tester);
  walletId = pool.id;
});

async function request(input: Partial<RequestTopUpInput>) {
  const place = { accountId: scenario.accountId, walletId };
  const result = await ledger.topUps.request(
    { ...place, amount: usd(500_00), funding: 'external', reference: 'wire', ...input },
    tester,
  );
  if (result.outcome !== 'accepted') throw new Error(result.outcome);
  return result.topUp;
}

async function failing() {
  const buyer = await scenario.buyer({ walletId });
  const buyers = [{ id: buyer.id, policy: 'pause' as const }];
  return {
    buyer,
    ...(await failCharge({ ledger, client, scenario }, { walletId, amountMinor: 200_00, buyers })),
  };
}

async function newsOf(chargeId: string): Promise<string[]> {
  const { rows } = await client.query(
    `select payload->>'news' as news from outbox where kind = 'charge_news' and payload->>'chargeId' = $1`,
    [chargeId],
  );
  return rows.map(({ news }) => news);
}

async function openReasons(buyerId: string): Promise<number> {
  const { rowCount } = await client.query(
    'select from pause_reason where buyer_id = $1 and closed_at is null',
    [buyerId],
  );
  return rowCount ?? 0;
}

describe('a credit that is asked for beside a charge that is being retried', () => {
  test.each(['external', 'promotional'] as const)(
    'of %s money gives the retry up, and leaves it where both are wanted; deliveries go on either way',
    async (funding) => {
      const first = await failing();
      await request({ funding, cancelPendingRetry: false, reason: 'welcome' });
      expect(await newsOf(first.chargeId)).toEqual([]);
      expect(await openReasons(first.buyer.id)).toBe(0);
      await request({ funding, reason: 'welcome' });
      expect(await newsOf(first.chargeId)).toEqual(['fundedOtherwise']);
    },
  );

  test('by card does so when its money has come in, as it was asked for, and only once', async () => {
    const { chargeId } = await failing();
    const card = await scenario.card({ kind: 'account' }, { fingerprint: `fp_other_${scenario.accountId}` });
    const pay = async ({ id, chargeId: paid }: { id: string; chargeId: string | null }) => {
      await ledger.charges.rememberPaymentIntent(paid ?? '', `pi_${id}`);
      const payment = { paymentIntentId: `pi_${id}`, stripeChargeId: null };
      await Promise.all([ledger.topUps.credit(id, payment), ledger.topUps.credit(id, payment)]);
      return ledger.topUps.credit(id, payment);
    };
    const byCard = { funding: 'account_card', paymentMethodId: card.id } as const;
    await pay(await request({ ...byCard, cancelPendingRetry: false }));
    expect(await newsOf(chargeId)).toEqual([]);
    const instead = await request({ ...byCard, cancelPendingRetry: true });
    expect(await newsOf(chargeId)).toEqual([]);
    await pay(instead);
    expect(await newsOf(chargeId)).toEqual(['fundedOtherwise']);
    expect(await scenario.balance(walletId)).toBe(1_000_00n);
  });

  test('notes in the audit log that both were wanted', async () => {
    const both = await request({ cancelPendingRetry: false });
    const { rows } = await client.query(
      `select after from audit_log where action = 'top_up.requested' and subject_id = $1`,
      [both.id],
    );
    expect(rows).toMatchObject([{ after: { cancelPendingRetry: false } }]);
  });
});
