import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, usd } from '../testing/index.ts';
import { newsOf, openCollecting } from './testing/collecting.ts';

let ledger: Ledger;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase(), poolSize: 24 });
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
afterAll(() => ledger.close());

describe('a failing charge that succeeds', () => {
  test('ends its pause, its incident and the waiting of the others on the same card', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer, ...failing } = await collecting.failing();
    const other = await collecting.cardTopUp(buyer.walletId, 70_000, buyer.id);
    await collecting.reserve(other);
    await collecting.decline(other);
    expect((await collecting.read(buyer.id)).pauseReasons).toHaveLength(2);
    await newsOf(ledger, other.chargeId);
    const topUp = await collecting.pay(failing);
    expect(topUp).toMatchObject({ status: 'succeeded', retryState: null, nextAttemptAt: null });
    expect(await newsOf(ledger, other.chargeId)).toContain('cardWorks');
    const { pauseReasons } = await collecting.read(buyer.id);
    expect(pauseReasons.map(({ chargeId }) => chargeId)).toEqual([other.chargeId]);
    await collecting.pay(other);
    expect((await collecting.read(buyer.id)).deliveryStatus).toBe('active');
    expect(await ledger.collections.facts(other.chargeId)).toEqual({ state: 'ended', closedAs: 'paid' });
    expect(await collecting.balance(buyer.walletId)).toBe(120_000n);
    expect((await collecting.mail('receipt')).length).toBe(2);
    expect((await collecting.mail('resumed')).length).toBe(1);
  });

  test('belongs to the card that paid it', async () => {
    const collecting = await openCollecting(ledger);
    const { payer, ...failing } = await collecting.failing();
    const another = await collecting.card(payer, { fingerprint: 'fp_another' });
    await ledger.paymentMethods.setDefault(collecting.accountId, payer, another.id, {
      kind: 'user',
      id: 'usr',
      label: 'Anna',
    });
    await collecting.reserve({ ...failing, paymentMethodId: another.id }, 2);
    await collecting.pay(failing);
    const cards = await ledger.paymentMethods.list(collecting.accountId, payer);
    expect(cards.map(({ lastSucceededAt }) => lastSucceededAt !== null)).toEqual([true, false]);
    expect(await ledger.topUps.find(failing.topUpId)).toMatchObject({ paymentMethod: { id: another.id } });
  });
});

describe('a failing charge that is closed', () => {
  test('as paid outside credits the wallet once, under the top-up’s own key', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer, ...failing } = await collecting.failing();
    await Promise.all([1, 2, 3].map(() => collecting.close(failing.chargeId, 'paid_outside', 'wire 77')));
    expect(await ledger.topUps.find(failing.topUpId)).toMatchObject({
      status: 'succeeded',
      funding: 'external',
      reference: 'wire 77',
    });
    expect(await collecting.balance(buyer.walletId)).toBe(50_000n);
    expect((await collecting.read(buyer.id)).deliveryStatus).toBe('active');
    expect(await ledger.collections.facts(failing.chargeId)).toEqual({
      state: 'ended',
      closedAs: 'paid_outside',
    });
    // Its PaymentIntent was canceled before; were it paid all the same, it would be told and not credited twice.
    await collecting.pay(failing);
    expect(await collecting.balance(buyer.walletId)).toBe(50_000n);
  });

  test('as written off takes back what its buyer owes for leads on trust', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer, ...failing } = await collecting.failing({
      failurePolicy: 'continue',
      exposureLimit: usd(2500),
    });
    for (const lead of ['a', 'b', 'c']) {
      await ledger.deliveries.deliver(collecting.lead(buyer.id, lead, 1000));
    }
    expect(await collecting.read(buyer.id)).toMatchObject({
      exposure: usd(2000),
      deliveryStatus: 'paused',
      pauseReasons: [{ reason: 'exposure_limit_reached' }],
    });
    await collecting.close(failing.chargeId, 'written_off');
    expect(await collecting.read(buyer.id)).toMatchObject({ exposure: usd(0), deliveryStatus: 'active' });
    expect(await ledger.topUps.find(failing.topUpId)).toMatchObject({ status: 'canceled' });
  });

  test('as funded otherwise ends its pause, and its incident when it was the last', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer, ...failing } = await collecting.failing();
    await newsOf(ledger, failing.chargeId);
    await collecting.credit(buyer.walletId, 50_000);
    expect(await newsOf(ledger, failing.chargeId)).toEqual(['fundedOtherwise']);
    expect((await collecting.read(buyer.id)).deliveryStatus).toBe('active');
    await collecting.close(failing.chargeId, 'funded_otherwise');
    const { items } = await ledger.collections.list(collecting.accountId, {}, { limit: 10 });
    expect(items).toEqual([]);
    // The same card failing later is another incident, and is told again.
    const next = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
    await collecting.reserve(next, 1, false);
    await collecting.decline(next);
    expect(await collecting.mail('charge_declined')).toHaveLength(2);
  });

  test('as stopped stays a reason of the pause until money comes in', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer, ...failing } = await collecting.failing();
    await collecting.close(failing.chargeId, 'stopped');
    expect(await collecting.read(buyer.id)).toMatchObject({
      deliveryStatus: 'paused',
      pauseReasons: [{ chargeId: failing.chargeId, charge: null }],
    });
    await collecting.credit(buyer.walletId, 50_000);
    expect((await collecting.read(buyer.id)).deliveryStatus).toBe('active');
  });

  test('makes the next one on the same card look whether it is its turn', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer, ...failing } = await collecting.failing();
    const later = await collecting.cardTopUp(buyer.walletId, 10_000, buyer.id);
    const follows = await collecting.reserve(later, 1, false);
    if (follows.outcome !== 'follows') throw new Error(follows.outcome);
    await ledger.collections.postpone({ chargeId: later.chargeId, reserved: follows });
    await newsOf(ledger, later.chargeId);
    await collecting.close(failing.chargeId, 'stopped');
    expect(await newsOf(ledger, later.chargeId)).toEqual(['paymentMethodUpdated']);
  });

  test.each([
    ['stopped' as const, 50_000n],
    ['written_off' as const, 50_000n],
    ['paid_outside' as const, 50_000n],
  ])('as %s at the moment when it is paid leaves the money credited once', async (as, balance) => {
    const collecting = await openCollecting(ledger);
    const { buyer, ...failing } = await collecting.failing();
    await Promise.all([collecting.pay(failing), collecting.close(failing.chargeId, as)]);
    expect(await collecting.balance(buyer.walletId)).toBe(balance);
    expect(await ledger.topUps.find(failing.topUpId)).toMatchObject({ status: 'succeeded' });
  });

  test('by canceling its top-up is closed as stopped', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer: _, ...failing } = await collecting.failing();
    const actor = { kind: 'user', id: 'usr', label: 'Anna' } as const;
    expect(await ledger.topUps.cancel(failing.topUpId, 'changed my mind', actor)).toMatchObject({
      status: 'canceled',
    });
    expect(await ledger.collections.facts(failing.chargeId)).toEqual({ state: 'ended', closedAs: 'stopped' });
  });
});
