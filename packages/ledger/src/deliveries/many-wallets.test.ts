import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import { connect, type Database } from '../database/connection.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, keyed, openScenario, type Scenario } from '../testing/index.ts';
import { callDeliverLeads, type WalletDraw } from './draw.ts';
import type { DeliverLeadInput } from './types.ts';

type Buyer = { id: string; walletId: string };

let ledger: Ledger;
let otherProcess: Ledger;
let database: Database;
let elsewhere: pg.Client;
let scenario: Scenario;
let buyers: Buyer[];

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  otherProcess = createLedger({ databaseUrl });
  database = connect({ databaseUrl });
  elsewhere = new pg.Client({ connectionString: databaseUrl });
  await elsewhere.connect();
});
afterAll(async () => {
  await elsewhere.end();
  await database.close();
  await ledger.close();
  await otherProcess.close();
});
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
});
beforeEach(async () => {
  scenario = await openScenario(ledger);
  buyers = await Promise.all(Array.from({ length: 40 }, () => scenario.buyer()));
  for (const { walletId } of buyers) await scenario.credit(walletId, 100_00);
});

const drawOf = (buyer: Buyer, ...inputs: DeliverLeadInput[]): WalletDraw => ({
  accountId: scenario.accountId,
  walletId: buyer.walletId,
  draws: inputs.map((input) => ({
    input,
    location: { buyerId: buyer.id, externalId: null, walletId: buyer.walletId },
  })),
});

async function whileHeldElsewhere({ walletId }: Buyer, during: () => Promise<void>): Promise<void> {
  await elsewhere.query('begin');
  try {
    await elsewhere.query(
      `select from book_account b join wallet w on w.book_account_id = b.id where w.id = $1 for no key update of b`,
      [walletId],
    );
    await during();
  } finally {
    await elsewhere.query('commit');
  }
}

const [first, second, third] = [0, 1, 2].map((place) => () => {
  const buyer = buyers[place];
  if (buyer === undefined) throw new Error('no such buyer');
  return buyer;
}) as [() => Buyer, () => Buyer, () => Buyer];

describe('leads for many wallets at the same moment', () => {
  test('are each paid from their own wallet, to the cent', async () => {
    const leads = buyers.flatMap(({ id }, place) =>
      Array.from({ length: 4 }, (_, n) => scenario.lead(id, `lead-${n}`, 10_00 + place)),
    );
    const results = await Promise.all(leads.map((lead) => ledger.deliveries.deliver(lead)));
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['delivered']));
    for (const [place, { walletId }] of buyers.entries()) {
      expect(await scenario.balance(walletId)).toBe(100_00n - 4n * (10_00n + BigInt(place)));
    }
  });

  test('are refused by the wallet that is short, and by no other', async () => {
    const results = await Promise.all(
      buyers.map(({ id }, place) =>
        ledger.deliveries.deliver(scenario.lead(id, 'lead', place === 7 ? 100_01 : 1)),
      ),
    );
    expect(
      results.map(({ outcome }, place) => (outcome === 'refused' ? place : null)).filter(Boolean),
    ).toEqual([7]);
  });

  test('with one that the database cannot store fail for that one alone', async () => {
    const leads = buyers.map(({ id }, place) => {
      const labels = { campaign: place === 7 ? 'nul \u0000 byte' : 'spring' };
      return [scenario.lead(id, 'labelled', 1, { labels }), scenario.lead(id, 'plain', 1)];
    });
    const results = await Promise.allSettled(leads.flat().map((lead) => ledger.deliveries.deliver(lead)));
    const failed = results.flatMap(({ status }, place) => (status === 'rejected' ? [place] : []));
    expect(failed).toEqual([14]);
    for (const [place, { walletId }] of buyers.entries())
      expect(await scenario.balance(walletId)).toBe(place === 7 ? 99_99n : 99_98n);
  });

  test('and from several processes are each paid for once, whoever sends them', async () => {
    const leads = buyers.flatMap(({ id }) =>
      Array.from({ length: 5 }, (_, n) => scenario.lead(id, `lead-${n}`, 1_00)),
    );
    const results = await Promise.all(
      leads.flatMap((lead) =>
        [ledger, otherProcess, ledger].map(({ deliveries }) => deliveries.deliver(lead)),
      ),
    );
    const fresh = results.filter((result) => result.outcome === 'delivered' && !result.replayed);
    expect([results.length, fresh.length]).toEqual([600, 200]);
    for (const { walletId } of buyers) expect(await scenario.balance(walletId)).toBe(95_00n);
  });

  test('under one key are paid for by one of the wallets, and the others are told', async () => {
    const results = await Promise.all(
      buyers.map(({ id }, place) =>
        [ledger, otherProcess][place % 2]?.deliveries.deliver(
          scenario.lead(id, 'lead', 1_00, keyed('one key', `body of ${place}`)),
        ),
      ),
    );
    const outcomes = results.map((result) => result?.outcome);
    expect(outcomes.filter((outcome) => outcome === 'delivered')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'idempotency_key_reused')).toHaveLength(39);
  });
});

describe('a wallet that somebody else holds', () => {
  test('is left out of a call that it shares, with nothing decided for it', async () => {
    const held = scenario.lead(first().id, 'held', 1_00);
    const [free, also] = [
      scenario.lead(second().id, 'free', 1_00),
      scenario.lead(third().id, 'also free', 2_00),
    ];
    await whileHeldElsewhere(first(), async () => {
      const answers = await callDeliverLeads(
        database,
        [drawOf(second(), free), drawOf(first(), held), drawOf(third(), also)],
        { wait: false },
      );
      expect(answers).toMatchObject([[{ outcome: 'delivered' }], 'busy', [{ outcome: 'delivered' }]]);
    });
    expect(await scenario.balance(first().walletId)).toBe(100_00n);
    expect(await scenario.balance(third().walletId)).toBe(98_00n);
  });

  test('is told from one that is not there', async () => {
    const lead = scenario.lead(first().id, 'lead', 1_00);
    const unknown = { ...drawOf(first(), lead), walletId: 'wal_unknown' };
    const [answer] = await callDeliverLeads(database, [unknown], { wait: false });
    expect(answer).toMatchObject([{ status: 'buyer_unknown' }]);
  });

  test('delays no lead of another wallet, and its own leads are decided in order as soon as it is free', async () => {
    // From then on it is known which wallet the buyer draws on, so that leads are taken in as they come.
    await ledger.deliveries.deliver(scenario.lead(first().id, 'first', 10_00));
    const held: Promise<unknown>[] = [];
    await whileHeldElsewhere(first(), async () => {
      for (let n = 0; n < 20; n += 1)
        held.push(ledger.deliveries.deliver(scenario.lead(first().id, `held-${n}`, 10_00)));
      const others = buyers.slice(1).map(({ id }) => ledger.deliveries.deliver(scenario.lead(id, 'free', 1)));
      const results = await Promise.all(others);
      expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['delivered']));
    });
    const outcomes = await Promise.all(held);
    expect(outcomes.map((result) => (result as { outcome: string }).outcome)).toEqual([
      ...Array.from({ length: 9 }, () => 'delivered'),
      ...Array.from({ length: 11 }, () => 'refused'),
    ]);
  });
});
