import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, usd } from '../testing/index.ts';

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
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
});

async function openWallet(lowBalanceMinor: number, creditMinor: number) {
  const scenario = await openScenario(ledger);
  const { id: buyerId, walletId } = await scenario.buyer();
  const credit = async (amountMinor: number) => {
    await scenario.credit(walletId, amountMinor);
    await client.query('select after_credit($1, $2, $3)', [scenario.accountId, walletId, amountMinor]);
  };
  await credit(creditMinor);
  await client.query('update wallet set low_balance_minor = $2 where id = $1', [walletId, lowBalanceMinor]);
  return {
    credit,
    draw: (leadId: string, priceMinor: number) =>
      ledger.deliveries.deliver(scenario.lead(buyerId, leadId, priceMinor)),
    hold: (amountMinor: number) =>
      ledger.holds.place({
        accountId: scenario.accountId,
        buyerId,
        amount: usd(amountMinor),
        lifetimeMs: 60_000,
      }),
    async dataOfMails(): Promise<unknown[]> {
      const { rows } = await client.query('select data from email where account_id = $1', [
        scenario.accountId,
      ]);
      return rows.map(({ data }) => data);
    },
    async mails(): Promise<string[]> {
      const { rows } = await client.query('select kind from email where account_id = $1 order by id', [
        scenario.accountId,
      ]);
      return rows.map(({ kind }) => kind);
    },
  };
}

test('a balance that hovers at the threshold is told once, and its recovery once', async () => {
  const { credit, draw, mails } = await openWallet(100_00, 105_00);
  for (let n = 0; n < 20; n += 1) {
    await draw(`lead-${n}`, 6_00);
    await credit(6_00);
  }
  expect(await mails()).toEqual(['low_balance']);
  await credit(5_00);
  expect(await mails()).toEqual(['low_balance', 'balance_recovered']);
  await draw('next', 9_99);
  expect(await mails()).toHaveLength(2);
  await draw('one more', 1);
  expect(await mails()).toEqual(['low_balance', 'balance_recovered', 'low_balance']);
});

test('many draws that cross it at once tell it once', async () => {
  const { draw, mails } = await openWallet(100_00, 150_00);
  await Promise.all(Array.from({ length: 100 }, (_, n) => draw(`lead-${n}`, 1_00)));
  expect(await mails()).toEqual(['low_balance']);
});

test('the mail says since when the balance is low', async () => {
  const { draw, dataOfMails } = await openWallet(100_00, 150_00);
  await draw('lead', 60_00);
  expect(await dataOfMails()).toEqual([
    expect.objectContaining({ since: expect.stringMatching(/^20\d\d-/) }),
  ]);
});

test('money that a hold reserves counts as gone', async () => {
  const { hold, mails } = await openWallet(100_00, 105_00);
  await hold(5_00);
  expect(await mails()).toEqual(['low_balance']);
});
