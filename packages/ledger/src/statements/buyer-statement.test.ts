import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import {
  createTestDatabase,
  openBookkeeper,
  openScenario,
  type Scenario,
  tester,
  usd,
} from '../testing/index.ts';
import type { BuyerStatement } from './types.ts';

let ledger: Ledger;
let bookkeeper: ReturnType<typeof openBookkeeper>;
let scenario: Scenario;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  ledger = createLedger({ databaseUrl });
  bookkeeper = openBookkeeper({ databaseUrl });
  scenario = await openScenario(ledger);
});
afterAll(async () => {
  await bookkeeper.close();
  await ledger.close();
});

const PAST = new Date('2020-01-01');
const FUTURE = new Date('2100-01-01');

async function statementOf(buyerId: string, to = FUTURE): Promise<BuyerStatement> {
  const found = await ledger.statements.forBuyer(scenario.accountId, buyerId, { from: PAST, to });
  if (found === null) throw new Error('no statement');
  return found;
}

async function linesOf(found: BuyerStatement) {
  const lines = [];
  for await (const line of found.lines()) lines.push(line);
  return lines;
}

const onTerms = { mechanism: 'net_terms', creditLimit: usd(1_000_00), termsDays: 14 } as const;

describe('the statement of what a buyer owes', () => {
  test('counts what is owed as positive: leads add to it, payments take from it', async () => {
    const buyer = await scenario.buyer({ billing: onTerms });
    for (const lead of ['l-1', 'l-2']) await ledger.deliveries.deliver(scenario.lead(buyer.id, lead, 25_00));
    const event = { accountId: scenario.accountId, currency: 'USD', ownerId: buyer.id } as const;
    await bookkeeper.post({ ...event, event: 'payment_outside', amountMinor: 30_00n, paymentId: 'pay_1' });
    await bookkeeper.post({ ...event, event: 'write_off', amountMinor: 5_00n, subjectId: buyer.id });
    const found = await statementOf(buyer.id);
    expect(found).toMatchObject({ opening: usd(0), closing: usd(15_00), lineCount: 4n, final: false });
    const lines = await linesOf(found);
    expect(lines.map((line) => [line.description, line.amount, line.balanceAfter])).toEqual([
      ['Lead l-1 delivered', usd(25_00), usd(25_00)],
      ['Lead l-2 delivered', usd(25_00), usd(50_00)],
      ['Payment received', usd(-30_00), usd(20_00)],
      ['Written off', usd(-5_00), usd(15_00)],
    ]);
    expect((await found.totals()).map(({ type, amount }) => [type, amount])).toEqual([
      ['delivery', usd(50_00)],
      ['receivable_payment', usd(-30_00)],
      ['write_off', usd(-5_00)],
    ]);
  });

  test('of a buyer who never owed anything is empty and final', async () => {
    const buyer = await scenario.buyer();
    const found = await statementOf(buyer.id, new Date());
    expect(found).toMatchObject({ opening: usd(0), closing: usd(0), lineCount: 0n, final: true });
    expect([await linesOf(found), await found.totals()]).toEqual([[], []]);
  });

  test('names the buyer as it was called when the period ended, and stays so', async () => {
    const buyer = await scenario.buyer({ name: 'Before', billing: onTerms });
    await ledger.deliveries.deliver(scenario.lead(buyer.id, 'l-1', 25_00));
    const to = new Date();
    const { accountId } = scenario;
    for (const name of ['Between', 'After'])
      await ledger.buyers.update({ accountId, buyerId: buyer.id, name }, tester);
    const before = await statementOf(buyer.id, to);
    expect(before).toMatchObject({ final: true, buyer: { name: 'Before' }, closing: usd(25_00) });
    expect((await linesOf(before)).map(({ buyerName }) => buyerName)).toEqual(['Before']);
    expect((await statementOf(buyer.id)).buyer.name).toBe('After');
  });

  test('is not given to another account', async () => {
    const buyer = await scenario.buyer();
    const { accountId } = await openScenario(ledger);
    expect(await ledger.statements.forBuyer(accountId, buyer.id, { from: PAST, to: FUTURE })).toBeNull();
  });
});
