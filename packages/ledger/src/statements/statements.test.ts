import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, type Scenario, usd } from '../testing/index.ts';
import type { Statement } from './types.ts';

let ledger: Ledger;
let client: pg.Client;
let scenario: Scenario;
let buyerId: string;
let walletId: string;
let times: Date[];

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  scenario = await openScenario(ledger);
  const buyer = await scenario.buyer();
  buyerId = buyer.id;
  walletId = buyer.walletId;
  await scenario.credit(walletId, 100_00);
  for (let n = 0; n < 9; n += 1) await ledger.deliveries.deliver(scenario.lead(buyerId, `lead-${n}`, 1_00));
  const { rows } = await client.query(
    'select created_at from book_entry where version is not null order by version',
  );
  times = rows.map((row) => row.created_at);
});
afterAll(async () => {
  await client.end();
  await ledger.close();
});

const PAST = new Date('2020-01-01');
const FUTURE = new Date('2100-01-01');

async function statement(from: Date, to: Date): Promise<Statement> {
  const found = await ledger.statements.forWallet(scenario.accountId, walletId, { from, to });
  if (found === null) throw new Error('no statement');
  return found;
}

async function linesOf(found: Statement) {
  const lines = [];
  for await (const line of found.lines()) lines.push(line);
  return lines;
}

describe('a statement', () => {
  test('opens and closes with the running balance, and its lines lead from one to the other', async () => {
    const found = await statement(PAST, FUTURE);
    expect(found).toMatchObject({ opening: usd(0), closing: usd(91_00), lineCount: 10n, final: false });
    const lines = await linesOf(found);
    expect(lines.map((line) => line.version)).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n]);
    expect(lines.at(-1)?.balanceAfter).toEqual(found.closing);
  });

  test('takes what happened at its beginning and leaves what happened at its end to the next one', async () => {
    const middle = times[4] ?? PAST;
    const [before, after] = [await statement(PAST, middle), await statement(middle, FUTURE)];
    expect(before.closing).toEqual(after.opening);
    const versions = [...(await linesOf(before)), ...(await linesOf(after))].map((line) => line.version);
    expect(versions).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n]);
  });

  test('of a time with no movement opens and closes with the same balance', async () => {
    expect(await statement(PAST, new Date('2020-02-01'))).toMatchObject({
      opening: usd(0),
      closing: usd(0),
      final: true,
    });
  });

  test('of a closed period is the same whenever it is asked for', async () => {
    const to = new Date();
    const before = await statement(PAST, to);
    expect(before.final).toBe(true);
    const lines = await linesOf(before);
    await ledger.deliveries.deliver(scenario.lead(buyerId, 'late', 1_00));
    const after = await statement(PAST, to);
    expect([after.closing, after.lineCount]).toEqual([before.closing, before.lineCount]);
    expect(await linesOf(after)).toEqual(lines);
  });

  test('waits for a posting that is being written and belongs into it', async () => {
    const writer = new pg.Client({ connectionString: urlOf(client) });
    await writer.connect();
    await writer.query('begin');
    await writer.query(
      `select * from deliver_leads($1, $2, true, array['dlv_slow'], array[$3], array[null]::text[], array['slow'],
         array[100]::bigint[], array['USD'], array[null]::jsonb[], array[null]::text[], array[null]::bytea[])`,
      [scenario.accountId, walletId, buyerId],
    );
    const to = new Date(Date.now() + 1);
    const asked = statement(PAST, to);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await writer.query('commit');
    await writer.end();
    const found = await asked;
    expect((await linesOf(found)).at(-1)?.leadId).toBe('slow');
  });

  test('is not given to another account', async () => {
    const { accountId } = await openScenario(ledger);
    expect(await ledger.statements.forWallet(accountId, walletId, { from: PAST, to: FUTURE })).toBeNull();
    expect(await ledger.statements.balanceBefore(accountId, walletId, FUTURE)).toBeNull();
  });
});

test('the balance right before an instant is that of the last entry before it', async () => {
  for (const [index, at] of times.entries()) {
    const balance = await ledger.statements.balanceBefore(scenario.accountId, walletId, at);
    // Times are finer in the database than in JavaScript, so neighbours within a millisecond count as one.
    const same = times.findIndex((time) => time.getTime() === at.getTime());
    expect(balance).toEqual(usd(same === 0 ? 0 : 101_00 - same * 1_00));
    expect(index).toBeGreaterThanOrEqual(same);
  }
});

function urlOf({ host, port, user, password, database }: pg.Client): string {
  return `postgresql://${user}:${encodeURIComponent(String(password))}@${host}:${port}/${database}`;
}
