import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, keyed, openScenario, type Scenario, tester, usd } from '../testing/index.ts';
import type { RequestTopUpInput } from './types.ts';

let ledger: Ledger;
let scenario: Scenario;
let buyerId: string;
let walletId: string;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
});
afterAll(() => ledger.close());
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
});
beforeEach(async () => {
  scenario = await openScenario(ledger);
  const buyer = await scenario.buyer();
  buyerId = buyer.id;
  walletId = buyer.walletId;
});

function request(more: Partial<RequestTopUpInput> = {}) {
  const { accountId } = scenario;
  return ledger.topUps.request(
    { accountId, walletId, amount: usd(250_00), funding: 'buyer_card', ...more },
    tester,
  );
}

async function accepted(more: Partial<RequestTopUpInput> = {}) {
  const result = await request(more);
  if (result.outcome !== 'accepted') throw new Error(result.outcome);
  return result.topUp;
}

const payment = (name: string) => ({ paymentIntentId: `pi_${name}`, stripeChargeId: `ch_${name}` });

describe('asking for a top-up by card', () => {
  test('writes the top-up, its charge and the message that starts its workflow, and moves no money', async () => {
    const card = await scenario.card({ kind: 'buyer', buyerId });
    const topUp = await accepted();
    expect(topUp).toMatchObject({
      status: 'pending',
      payer: { kind: 'buyer', buyerId },
      paymentMethod: { id: card.id },
      balanceAfter: null,
    });
    expect(await scenario.balance(walletId)).toBe(0n);
    const { waiting } = await ledger.outbox.backlog();
    expect(waiting).toBeGreaterThan(0);
  });

  test('answers the same key with the same top-up, and refuses it with another body', async () => {
    await scenario.card({ kind: 'buyer', buyerId });
    const first = await accepted(keyed('key', 'body'));
    expect(await request(keyed('key', 'body'))).toMatchObject({ replayed: true, topUp: { id: first.id } });
    expect(await request(keyed('key', 'other body'))).toEqual({ outcome: 'idempotency_key_reused' });
  });

  test('accepts one of twenty at once with the same key', async () => {
    await scenario.card({ kind: 'buyer', buyerId });
    const results = await Promise.all(Array.from({ length: 20 }, () => request(keyed('same'))));
    const ids = results.map((result) => (result.outcome === 'accepted' ? result.topUp.id : result.outcome));
    expect(new Set(ids).size).toBe(1);
    expect(results.filter((result) => result.outcome === 'accepted' && !result.replayed)).toHaveLength(1);
  });

  test('needs a usable card of the payer', async () => {
    expect(await request()).toEqual({ outcome: 'no_payment_method', payer: { kind: 'buyer', buyerId } });
    const foreign = await scenario.card({ kind: 'account' });
    expect(await request({ paymentMethodId: foreign.id })).toEqual({ outcome: 'payment_method_not_found' });
    expect(await request({ funding: 'account_card' })).toMatchObject({ outcome: 'accepted' });
  });

  test('on a shared wallet asks whose card', async () => {
    const wallet = await ledger.wallets.createShared(
      { accountId: scenario.accountId, name: 'Pool', currency: 'USD' },
      tester,
    );
    const member = await scenario.buyer({ walletId: wallet.id });
    await scenario.card({ kind: 'buyer', buyerId: member.id });
    expect(await request({ walletId: wallet.id })).toEqual({ outcome: 'payer_buyer_required' });
    expect(await request({ walletId: wallet.id, buyerId: member.id })).toMatchObject({ outcome: 'accepted' });
    expect(await request({ walletId: wallet.id, buyerId })).toEqual({ outcome: 'buyer_not_found' });
  });

  test('keeps to the currency of the wallet, the limits and the permitted fundings of the account', async () => {
    await scenario.card({ kind: 'buyer', buyerId });
    expect(await request({ amount: { amountMinor: 100n, currency: 'EUR' } })).toEqual({
      outcome: 'currency_mismatch',
      expected: 'USD',
    });
    expect(await request({ amount: usd(4_99) })).toEqual({
      outcome: 'amount_below_minimum',
      minimum: usd(5_00),
    });
    expect(await request({ amount: usd(10_000_01) })).toEqual({
      outcome: 'amount_above_maximum',
      maximum: usd(10_000_00),
    });
    const walletOnlyFunding = { default: 'external' as const, permitted: ['external' as const] };
    await ledger.accounts.updateSettings(scenario.accountId, { walletOnlyFunding }, tester);
    expect(await request({ funding: 'promotional', reason: 'x' })).toMatchObject({
      outcome: 'funding_not_permitted',
    });
    expect(await request()).toMatchObject({ outcome: 'accepted' });
  });

  test('does not know the wallets of another account', async () => {
    const other = await openScenario(ledger);
    const { accountId } = other;
    expect(await request({ accountId })).toEqual({ outcome: 'wallet_not_found' });
  });
});

describe('crediting a top-up', () => {
  test('posts once, however often and however concurrently it is asked', async () => {
    await scenario.card({ kind: 'buyer', buyerId });
    const { id } = await accepted();
    const credited = await Promise.all(
      Array.from({ length: 10 }, () => ledger.topUps.credit(id, payment(id))),
    );
    expect(new Set(credited.map((topUp) => topUp.status))).toEqual(new Set(['succeeded']));
    expect(credited[0]?.balanceAfter).toEqual(usd(250_00));
    expect(await scenario.balance(walletId)).toBe(250_00n);
  });

  test('credits money that came in after the top-up had been declined or canceled', async () => {
    await scenario.card({ kind: 'buyer', buyerId });
    const { id } = await accepted();
    const decline = {
      code: 'generic_decline',
      adviceCode: null,
      networkDeclineCode: null,
      stripeChargeId: null,
    };
    expect(await ledger.topUps.decline(id, decline)).toMatchObject({ status: 'declined', decline });
    expect(await ledger.topUps.credit(id, payment(id))).toMatchObject({ status: 'succeeded' });
    expect(await scenario.balance(walletId)).toBe(250_00n);
    const canceled = await accepted();
    await ledger.topUps.cancel(canceled.id, 'mistake', tester);
    expect(await ledger.topUps.credit(canceled.id, payment(canceled.id))).toMatchObject({
      status: 'succeeded',
    });
    expect(await scenario.balance(walletId)).toBe(500_00n);
  });

  test('stays succeeded when a decline or a cancelation comes late', async () => {
    await scenario.card({ kind: 'buyer', buyerId });
    const { id } = await accepted();
    await ledger.topUps.credit(id, payment(id));
    const decline = {
      code: 'generic_decline',
      adviceCode: null,
      networkDeclineCode: null,
      stripeChargeId: null,
    };
    expect(await ledger.topUps.decline(id, decline)).toMatchObject({ status: 'succeeded', decline: null });
    expect(await ledger.topUps.cancel(id, 'late', tester)).toMatchObject({ status: 'succeeded' });
    expect(await ledger.topUps.setWaiting(id, 'processing')).toMatchObject({ status: 'succeeded' });
  });

  test('races with draws without losing either', async () => {
    await scenario.card({ kind: 'buyer', buyerId });
    await scenario.credit(walletId, 100_00);
    const { id } = await accepted();
    await Promise.all([
      ledger.topUps.credit(id, payment(id)),
      ...Array.from({ length: 30 }, (_, index) =>
        ledger.deliveries.deliver(scenario.lead(buyerId, `l-${index}`, 1_00)),
      ),
    ]);
    expect(await scenario.balance(walletId)).toBe(320_00n);
  });
});

describe('money received and promotional credit', () => {
  test('are posted at once, and the history tells them apart', async () => {
    expect(await accepted({ funding: 'external', reference: 'wire 7' })).toMatchObject({
      status: 'succeeded',
      balanceAfter: usd(250_00),
    });
    await accepted({ funding: 'promotional', reason: 'welcome', amount: usd(10_00) });
    const history = await ledger.wallets.entries(scenario.accountId, walletId, { limit: 10 });
    expect(history?.items.map(({ type, amount, balanceAfter }) => [type, amount, balanceAfter])).toEqual([
      ['promotional_credit', usd(10_00), usd(260_00)],
      ['external_credit', usd(250_00), usd(250_00)],
    ]);
  });

  test('with one key at the same moment are posted once', async () => {
    const some = { funding: 'external', reference: 'r', ...keyed('same') } as const;
    await Promise.all(Array.from({ length: 20 }, () => request(some)));
    expect(await scenario.balance(walletId)).toBe(250_00n);
  });
});
