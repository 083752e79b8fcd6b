import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openCollecting } from '../collections/testing/collecting.ts';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, tester, usd } from '../testing/index.ts';

let ledger: Ledger;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase(), poolSize: 24 });
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
afterAll(() => ledger.close());

describe('a pause', () => {
  test('by hand begins and ends once, however many ask at the same moment', async () => {
    const collecting = await openCollecting(ledger);
    const { accountId } = collecting;
    const { id: buyerId, walletId } = await collecting.buyer();
    const order = { accountId, buyerId, note: 'asked for it' };
    const paused = await Promise.all([1, 2, 3, 4].map(() => ledger.pauses.pauseByHand(order, tester)));
    expect(paused.filter(({ outcome }) => outcome === 'paused')).toHaveLength(1);
    await collecting.credit(walletId, 10_000);
    const lead = collecting.lead(buyerId, 'withheld', 1000);
    for (const _ of [1, 2]) {
      expect(await ledger.deliveries.deliver(lead)).toMatchObject({ code: 'delivery_paused' });
    }
    const facts = await ledger.pauses.facts(buyerId);
    expect(facts).toMatchObject({
      open: [{ reason: 'manual', note: 'asked for it', chargeId: null, openedBy: 'test' }],
      available: usd(10_000),
      exposure: usd(0),
    });
    expect(facts?.episode).not.toBeNull();
    expect(await ledger.pauses.listOpen(100)).toContainEqual({ buyerId, accountId });
    const resumed = await Promise.all([1, 2, 3].map(() => ledger.pauses.resume(order, tester)));
    expect(resumed.filter(({ outcome }) => outcome === 'resumed')).toHaveLength(1);
    expect(await ledger.pauses.facts(buyerId)).toMatchObject({ episode: null, open: [] });
    expect(await ledger.deliveries.deliver(lead)).toMatchObject({ outcome: 'delivered' });
    const { items } = await ledger.outgoingWebhooks.list(accountId, { limit: 10 });
    expect(items.map(({ type }) => type)).toEqual(['buyer.resumed', 'buyer.paused']);
  });

  test('says how many leads it has withheld and what they were worth, each lead once', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer } = await collecting.failing();
    for (const lead of ['a', 'b', 'b']) {
      const keyed = { idempotency: { key: `${lead}-${Math.random()}`, requestHash: 'ab'.repeat(32) } };
      await ledger.deliveries.deliver(collecting.lead(buyer.id, lead, 1500, keyed));
    }
    const facts = await ledger.pauses.facts(buyer.id);
    expect(facts?.withheld).toEqual({ leads: 2, value: usd(3000) });
    const from = facts?.episode?.openedAt ?? new Date(0);
    const during = (to: Date) => ledger.pauses.withheldDuring({ buyerId: buyer.id, from, to });
    expect(await during(new Date())).toEqual(facts?.withheld);
    expect(await during(new Date(from.getTime() - 60_000))).toEqual({ leads: 0, value: usd(0) });
    expect(await ledger.pauses.withheldDuring({ buyerId: 'buy_none', from, to: new Date() })).toBeNull();
  });

  test('has one reason for one charge', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer, ...failing } = await collecting.failing();
    await Promise.all([1, 2, 3].map(() => collecting.decline(failing)));
    expect((await ledger.pauses.facts(buyer.id))?.open).toHaveLength(1);
  });

  test('is found over when its cause is gone, and only then', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer, ...failing } = await collecting.failing();
    expect(await ledger.pauses.recheck(buyer.id)).toBe(0);
    await collecting.credit(buyer.walletId, 60_000);
    // The credit itself resolved it.
    expect(await ledger.pauses.recheck(buyer.id)).toBe(0);
    expect(await ledger.pauses.facts(buyer.id)).toMatchObject({ open: [] });
    await collecting.pay(failing);
  });

  test('reminds once for each number', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer } = await collecting.failing();
    const episodeId = (await ledger.pauses.facts(buyer.id))?.episode?.id ?? '';
    await ledger.pauses.remind({ buyerId: buyer.id, episodeId, number: 1 });
    await ledger.pauses.remind({ buyerId: buyer.id, episodeId, number: 1 });
    await ledger.pauses.remind({ buyerId: buyer.id, episodeId, number: 2 });
    expect(await collecting.mail('pause_reminder')).toHaveLength(2);
  });

  test('of a buyer of another account is nobody’s', async () => {
    const [mine, theirs] = [await openCollecting(ledger), await openCollecting(ledger)];
    const { id: buyerId } = await theirs.buyer();
    const order = { accountId: mine.accountId, buyerId, note: 'mine' };
    expect(await ledger.pauses.pauseByHand(order, tester)).toEqual({ outcome: 'buyer_not_found' });
    expect(await ledger.pauses.resume(order, tester)).toEqual({ outcome: 'buyer_not_found' });
    const timing = { accountId: mine.accountId, buyerId, timing: 'immediate' } as const;
    expect(await ledger.pauses.setTiming(timing, tester)).toBe(false);
  });
});
