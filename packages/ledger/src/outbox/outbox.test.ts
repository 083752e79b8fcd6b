import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase } from '../testing/index.ts';

let ledger: Ledger;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
});
afterAll(() => ledger.close());

const event = (id: string) => ({
  id,
  type: 'payment_intent.succeeded',
  objectId: 'pi_1',
  paymentIntentId: 'pi_1',
  livemode: false,
  createdAt: new Date('2026-11-01T00:00:00Z'),
});

describe('the outbox', () => {
  test('hands a message to one relay only, and again when its lease runs out', async () => {
    await ledger.webhookInbox.receive(event('evt_lease'));
    const claims = await Promise.all([1, 2, 3].map(() => ledger.outbox.claim(10, 0)));
    // A lease of no time at all makes it due again at once; within one claim nobody else has it.
    expect(claims.flat().length).toBeGreaterThanOrEqual(1);
    const [held] = await ledger.outbox.claim(10, 60_000);
    expect(held?.message).toEqual({ kind: 'stripe_event', eventId: 'evt_lease' });
    expect(await ledger.outbox.claim(10, 60_000)).toEqual([]);
    await ledger.outbox.retryLater(held?.id ?? '', 0, 'away');
    const [again] = await ledger.outbox.claim(10, 60_000);
    expect(again?.id).toBe(held?.id);
    await ledger.outbox.done(held?.id ?? '');
    await ledger.outbox.retryLater(held?.id ?? '', 0, 'too late');
    expect(await ledger.outbox.claim(10, 60_000)).toEqual([]);
  });

  test('gets one message for an event that Stripe delivers many times', async () => {
    const received = await Promise.all(
      Array.from({ length: 8 }, () => ledger.webhookInbox.receive(event('evt_many'))),
    );
    expect(received.filter(Boolean)).toHaveLength(1);
    expect(await ledger.outbox.claim(10, 60_000)).toHaveLength(1);
  });
});
