import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { failCharge } from '../testing/failing-charge.ts';
import { createTestDatabase, openScenario, type Scenario, tester, usd } from '../testing/index.ts';

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

const trusted = () =>
  scenario.buyer({ walletId, billing: { failurePolicy: 'continue', exposureLimit: usd(100_00) } });

const fail = (buyers: Parameters<typeof failCharge>[1]['buyers'], amountMinor = 200_00) =>
  failCharge({ ledger, client, scenario }, { walletId, amountMinor, buyers });

async function credit(amountMinor: number, chargeId: string | null = null): Promise<void> {
  if (chargeId === null) await scenario.credit(walletId, amountMinor);
  await client.query('select after_credit($1, $2, $3, $4)', [
    scenario.accountId,
    walletId,
    amountMinor,
    chargeId,
  ]);
}

async function owedBy(buyerId: string): Promise<bigint> {
  const { rows } = await client.query('select exposure_of($1) as owed', [buyerId]);
  return BigInt(rows[0].owed);
}

async function reasonsOf(buyerId: string) {
  const { rows } = await client.query(
    'select reason, closed_as from pause_reason where buyer_id = $1 order by opened_at',
    [buyerId],
  );
  return rows;
}

async function newsOf(chargeId: string): Promise<string[]> {
  const { rows } = await client.query(
    `select distinct payload->>'news' as news from outbox where kind = 'charge_news' and payload->>'chargeId' = $1`,
    [chargeId],
  );
  return rows.map(({ news }) => news);
}

describe('a credit pays leads on trust first', () => {
  test('who has owed longest first, as lines of their own, and never twice', async () => {
    const [first, second] = [await trusted(), await trusted()];
    await fail([
      { id: first.id, policy: 'continue' },
      { id: second.id, policy: 'continue' },
    ]);
    await ledger.deliveries.deliver(scenario.lead(second.id, 'lead-1', 30_00));
    await ledger.deliveries.deliver(scenario.lead(first.id, 'lead-2', 50_00));
    await ledger.deliveries.deliver(scenario.lead(second.id, 'lead-3', 10_00));
    await credit(60_00);
    await client.query('select after_credit($1, $2, 0)', [scenario.accountId, walletId]);
    expect([await owedBy(second.id), await owedBy(first.id)]).toEqual([0n, 30_00n]);
    expect(await scenario.balance(walletId)).toBe(0n);
    await credit(50_00);
    expect(await owedBy(first.id)).toBe(0n);
    expect(await scenario.balance(walletId)).toBe(20_00n);
    const { rows } = await client.query(
      `select t.key, t.subject_id, e.amount from book_tx t join book_entry e on e.tx_id = t.id and e.line = 1
       where t.kind = 'settlement' and t.account_id = $1 order by t.id`,
      [scenario.accountId],
    );
    expect(rows).toMatchObject([
      { subject_id: second.id, amount: '-4000' },
      { subject_id: first.id, amount: '-2000' },
      { subject_id: first.id, amount: '-3000' },
    ]);
    for (const { key } of rows) expect(key).toMatch(/^settlement:top_up:top_[0-9a-z]{26}:buy_[0-9a-z]{26}$/);
  });

  test('and resumes who had reached the exposure limit', async () => {
    const buyer = await trusted();
    await fail([{ id: buyer.id, policy: 'continue' }]);
    await ledger.deliveries.deliver(scenario.lead(buyer.id, 'lead-1', 100_00));
    await ledger.deliveries.deliver(scenario.lead(buyer.id, 'lead-2', 1_00));
    expect(await reasonsOf(buyer.id)).toEqual([{ reason: 'exposure_limit_reached', closed_as: null }]);
    await credit(40_00);
    expect(await reasonsOf(buyer.id)).toEqual([{ reason: 'exposure_limit_reached', closed_as: 'funded' }]);
    expect(await ledger.deliveries.deliver(scenario.lead(buyer.id, 'lead-3', 40_00))).toMatchObject({
      delivery: { fundedBy: 'trust' },
    });
  });

  test('leaves what holds have reserved', async () => {
    const buyer = await trusted();
    await scenario.credit(walletId, 20_00);
    await ledger.holds.place({
      accountId: scenario.accountId,
      buyerId: buyer.id,
      amount: usd(20_00),
      lifetimeMs: 60_000,
    });
    await fail([{ id: buyer.id, policy: 'continue' }]);
    await ledger.deliveries.deliver(scenario.lead(buyer.id, 'lead-1', 50_00));
    await credit(10_00);
    expect(await owedBy(buyer.id)).toBe(40_00n);
    expect(await scenario.balance(walletId)).toBe(20_00n);
  });
});

describe('a credit resumes', () => {
  test('who was paused for a sum that is available again, and tells that the charge is funded otherwise', async () => {
    const buyer = await scenario.buyer({ walletId });
    const { chargeId } = await fail([{ id: buyer.id, policy: 'pause' }]);
    await credit(150_00);
    expect(await reasonsOf(buyer.id)).toEqual([{ reason: 'charge_declined', closed_as: null }]);
    expect(await newsOf(chargeId)).toEqual([]);
    // One dollar short: the residue of the account.
    await credit(49_00);
    expect(await reasonsOf(buyer.id)).toEqual([{ reason: 'charge_declined', closed_as: 'funded' }]);
    expect(await newsOf(chargeId)).toEqual([]);
    await credit(200_00);
    expect(await newsOf(chargeId)).toEqual(['fundedOtherwise']);
  });

  test('nobody for money that was there before the charge failed', async () => {
    const buyer = await scenario.buyer({ walletId });
    await scenario.credit(walletId, 500_00);
    await fail([{ id: buyer.id, policy: 'pause' }]);
    await client.query('select resolve_funded_reasons($1, $2)', [scenario.accountId, walletId]);
    expect(await reasonsOf(buyer.id)).toEqual([{ reason: 'charge_declined', closed_as: null }]);
  });

  test('and spares as many failed charges as it covers, the oldest first', async () => {
    const buyer = await scenario.buyer({ walletId });
    const charges = [];
    for (const amountMinor of [100_00, 150_00, 50_00]) {
      charges.push(await fail([{ id: buyer.id, policy: 'pause' }], amountMinor));
    }
    await credit(160_00);
    const news = [];
    for (const { chargeId } of charges) news.push(await newsOf(chargeId));
    expect(news).toEqual([['fundedOtherwise'], [], ['fundedOtherwise']]);
  });
});

/** Its card was asked once more, and paid. */
async function paidAtLast({ topUpId, chargeId }: { topUpId: string; chargeId: string }): Promise<void> {
  const payment = { paymentIntentId: `pi_${chargeId}`, stripeChargeId: null };
  const charge = await ledger.charges.get(chargeId);
  if (charge === null) throw new Error('no such charge');
  const { stripePaymentMethodId } = charge.paymentMethod;
  const amountReceivedMinor = Number(charge.amount.amountMinor);
  const paid = { outcome: 'succeeded', ...payment, amountReceivedMinor, stripePaymentMethodId } as const;
  await ledger.charges.rememberPaymentIntent(chargeId, payment.paymentIntentId);
  await ledger.charges.recordPayment(chargeId, 2, paid);
  await ledger.topUps.credit(topUpId, payment);
}

describe('a charge that is paid at last', () => {
  test('does not pay for what another failed charge was asked for', async () => {
    const buyer = await scenario.buyer({ walletId });
    const failed = await fail([{ id: buyer.id, policy: 'pause' }], 200_00);
    const other = await fail([{ id: buyer.id, policy: 'pause' }], 100_00);
    await paidAtLast(failed);
    expect(await newsOf(other.chargeId)).toEqual(['cardWorks']);
  });

  test('ends what its failure brought about and wakes what else waits for the card', async () => {
    const buyer = await scenario.buyer({ walletId });
    const other = await scenario.buyer({ walletId, billing: { failurePolicy: 'continue' } });
    const failed = await fail([
      { id: buyer.id, policy: 'pause' },
      { id: other.id, policy: 'continue' },
    ]);
    const elsewhere = await fail([{ id: buyer.id, policy: 'continue' }], 300_00);
    await client.query('update charge set retry_state = null where id = $1', [failed.chargeId]);
    await paidAtLast(failed);
    await credit(200_00, failed.chargeId);
    expect(await reasonsOf(buyer.id)).toEqual([{ reason: 'charge_declined', closed_as: 'paid' }]);
    expect(await newsOf(elsewhere.chargeId)).toEqual(['cardWorks']);
    const { rows } = await client.query(
      `select (select count(*) from affected_buyer where charge_id = $1 and closed_at is null)::int as affected,
         (select count(*) from card_incident where account_id = $2 and closed_at is null)::int as incidents,
         (select count(*) from payment_method where account_id = $2 and last_succeeded_at is not null)::int as proven`,
      [failed.chargeId, scenario.accountId],
    );
    expect(rows).toEqual([{ affected: 0, incidents: 0, proven: 1 }]);
    const { rows: told } = await client.query(
      `select w.type, m.kind, m.data ->> 'closedAs' as because from pause_episode e join outgoing_webhook w on w.occasion = e.id
       left join email m on m.occasion = e.id and w.type = 'buyer.resumed' where e.buyer_id = $1 order by w.id`,
      [buyer.id],
    );
    expect(told).toEqual([
      { type: 'buyer.paused', kind: null, because: null },
      { type: 'buyer.resumed', kind: 'resumed', because: 'paid' },
    ]);
  });
});
