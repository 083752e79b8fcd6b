import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

it('accepts a lead that a card is to pay for while Temporal is away, and leaves its start to the outbox', async () => {
  const buyer = await createBuyer(api.http, { billing: { mechanism: 'direct_charge' } });
  await api.http.post(`/v1/buyers/${buyer.id}/payment-methods`, { testCard: 'pm_card_visa~900' });
  const body = { buyerId: buyer.id, leadId: 'while-away', price: usd(2_500), waitMs: 2_000 };
  const first = await api.http.post('/v1/deliveries', body);
  expect([first.status, first.body.outcome]).toEqual([202, 'pending']);
  const again = await api.http.post('/v1/deliveries', body);
  expect([again.status, again.body.id]).toEqual([202, first.body.id]);
  const { waiting } = await api.ledger.outbox.backlog();
  expect(waiting).toBeGreaterThan(0);
  expect(await api.ledger.leadCharges.listPending(new Date(Date.now() + 1_000), 10)).toMatchObject([
    { input: { deliveryId: first.body.id } },
  ]);
});
