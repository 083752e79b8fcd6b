import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, openScenario, type Scenario, tester } from '../testing/index.ts';
import type { Payer } from './types.ts';

let ledger: Ledger;
let scenario: Scenario;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
  scenario = await openScenario(ledger);
});
afterAll(() => ledger.close());

async function newPayer(): Promise<Payer> {
  return { kind: 'buyer', buyerId: (await scenario.buyer()).id };
}

describe('the cards of a payer', () => {
  test('have exactly one default: the first one, until another is chosen', async () => {
    const payer = await newPayer();
    const { accountId } = scenario;
    const [first, second] = [await scenario.card(payer), await scenario.card(payer)];
    expect([first.isDefault, second.isDefault]).toEqual([true, false]);
    await ledger.paymentMethods.setDefault(accountId, payer, second.id, tester);
    const cards = await ledger.paymentMethods.list(accountId, payer);
    expect(cards.map((card) => [card.id, card.isDefault])).toEqual([
      [second.id, true],
      [first.id, false],
    ]);
  });

  test('have one default when several are saved at once', async () => {
    const payer = await newPayer();
    await Promise.all([1, 2, 3, 4].map(() => scenario.card(payer)));
    const cards = await ledger.paymentMethods.list(scenario.accountId, payer);
    expect(cards.filter((card) => card.isDefault)).toHaveLength(1);
    expect(cards).toHaveLength(4);
  });

  test('pass the default on when the default card is removed', async () => {
    const payer = await newPayer();
    const [first, second] = [await scenario.card(payer), await scenario.card(payer)];
    await ledger.paymentMethods.remove(
      { accountId: scenario.accountId, payer, paymentMethodId: first.id, confirm: false },
      tester,
    );
    const cards = await ledger.paymentMethods.list(scenario.accountId, payer);
    expect(cards).toMatchObject([{ id: second.id, isDefault: true }]);
    expect(await ledger.paymentMethods.get(scenario.accountId, first.id)).toBeNull();
  });

  test('belong to that payer only', async () => {
    const [mine, yours] = [await newPayer(), await newPayer()];
    const card = await scenario.card(mine);
    expect(await ledger.paymentMethods.setDefault(scenario.accountId, yours, card.id, tester)).toBeNull();
    const removal = { accountId: scenario.accountId, payer: yours, paymentMethodId: card.id, confirm: true };
    expect(await ledger.paymentMethods.remove(removal, tester)).toEqual({
      outcome: 'payment_method_not_found',
    });
    const other = await openScenario(ledger);
    expect(await ledger.paymentMethods.get(other.accountId, card.id)).toBeNull();
  });

  test('keep the first customer id that was remembered', async () => {
    const payer = await newPayer();
    const remember = (id: string) =>
      ledger.paymentMethods.rememberStripeCustomer(scenario.accountId, payer, id);
    const answers = await Promise.all([remember('cus_race_a'), remember('cus_race_b')]);
    expect(new Set(answers).size).toBe(1);
  });
});
