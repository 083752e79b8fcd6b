import { openWorkerBench, type WorkerBench } from '@drawdown/worker/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { addCredit, createBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let bench: WorkerBench;
let worker: Awaited<ReturnType<WorkerBench['startWorker']>>;
let api: TestApi;

beforeAll(async () => {
  bench = await openWorkerBench();
  worker = await bench.startWorker();
  api = await startTestApi({ beside: bench });
}, 120_000);
afterEach(async () => {
  await bench.stripe.clearFaults();
  expect(await bench.ledger.checkInvariants()).toEqual([]);
});
afterAll(async () => {
  await api?.close();
  await worker?.stop();
  await bench?.close();
});

const POOR = 'pm_card_emu_later_insufficient_funds';
let cards = 500;

async function payer(billing: Record<string, unknown> = {}, card = 'pm_card_visa') {
  const buyer = await createBuyer(api.http, { billing: { mechanism: 'direct_charge', ...billing } });
  cards += 1;
  await api.http.post(`/v1/buyers/${buyer.id}/payment-methods`, { testCard: `${card}~${cards}` });
  return buyer;
}

let leads = 0;
const lead = (buyerId: string, more: Record<string, unknown> = {}) => ({
  buyerId,
  leadId: `lead-${++leads}`,
  price: usd(2_500),
  waitMs: 25_000,
  ...more,
});
const deliver = (body: unknown, headers?: Record<string, string>) =>
  api.http.post('/v1/deliveries', body, headers);

const decided = (id: string) =>
  vi.waitFor(
    async () => {
      const { body } = await api.http.get(`/v1/deliveries/${id}`);
      expect(body.outcome).not.toBe('pending');
      return body;
    },
    { timeout: 30_000, interval: 100 },
  );

describe('POST /v1/deliveries for a buyer whose card pays', () => {
  it('answers 201 with the card and the charge once it has paid', async () => {
    const buyer = await payer();
    const answer = await deliver(lead(buyer.id));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      outcome: 'delivered',
      fundedBy: 'card',
      fundingReason: 'direct_charge',
      card: { brand: 'visa' },
      charge: {
        stripe: { paymentIntentId: expect.stringMatching(/^pi_/), chargeId: expect.stringMatching(/^ch_/) },
      },
      workflowUrl: expect.stringContaining('charge%3Achg_'),
    });
    expect((await api.http.get(`/v1/deliveries/${answer.body.id}`)).body).toEqual(answer.body);
    const listed = await api.http.get(`/v1/deliveries?buyerId=${buyer.id}&outcome=delivered`);
    expect(listed.body.data).toEqual([answer.body]);
  }, 60_000);

  it('answers 402 with what a refusal carries when the card is declined, and pauses the buyer', async () => {
    const buyer = await payer({}, POOR);
    const answer = await deliver(lead(buyer.id));
    expect(answer.status).toBe(402);
    expect(answer.body).toMatchObject({
      code: 'card_declined',
      required: usd(2_500),
      retryable: true,
      unblockedBy: expect.stringContaining('another card'),
    });
    const delivery = (await api.http.get(`/v1/deliveries/${answer.body.deliveryId}`)).body;
    expect(delivery).toMatchObject({ outcome: 'refused', fundedBy: null, balance: null });
    expect(delivery.decidedAt).not.toBeNull();
    expect((await api.http.get(`/v1/buyers/${buyer.id}`)).body.deliveryStatus).toBe('paused');
    expect((await deliver(lead(buyer.id))).body.code).toBe('delivery_paused');
  }, 60_000);

  it('answers 201 on trust where the buyer goes on, and says what it owes', async () => {
    const buyer = await payer({ failurePolicy: 'continue', exposureLimit: usd(4_000) }, POOR);
    const answer = await deliver(lead(buyer.id));
    expect([answer.status, answer.body.fundedBy, answer.body.fundingReason]).toEqual([
      201,
      'trust',
      'trusted_while_retrying',
    ]);
    expect((await api.http.get(`/v1/buyers/${buyer.id}/pause`)).body.exposure).toEqual(usd(2_500));
    const beyond = await deliver(lead(buyer.id));
    expect([beyond.status, beyond.body.code]).toEqual([409, 'delivery_paused']);
  }, 60_000);

  it('answers 202 when the outcome takes longer than the caller waits, and the same request tells it later', async () => {
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'delay', times: 1, delayMs: 4_000 });
    const buyer = await payer();
    const body = lead(buyer.id, { waitMs: 0 });
    const key = { 'Idempotency-Key': `by-card-${body.leadId}` };
    const first = await deliver(body, key);
    expect([first.status, first.body.outcome, first.body.decidedAt]).toEqual([202, 'pending', null]);
    expect(first.body.reason).toBe('The card is being charged. Do not deliver the lead yet.');
    const again = await deliver({ ...body, waitMs: 50 }, key);
    expect([again.status, again.body.id]).toEqual([202, first.body.id]);
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    expect(await decided(first.body.id)).toMatchObject({ outcome: 'delivered' });
    const later = await deliver({ ...body, waitMs: 25_000 }, key);
    expect([later.status, later.body.id, later.body.outcome]).toEqual([201, first.body.id, 'delivered']);
  }, 60_000);

  it('charges once when the same lead is sent twenty times at once', async () => {
    const buyer = await payer();
    const body = lead(buyer.id);
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(body)));
    expect(new Set(answers.map(({ status, body: { id } }) => `${status} ${id}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
  }, 60_000);

  it('is the fall back of an empty wallet', async () => {
    const buyer = await payer({ mechanism: 'wallet', fallbackToCard: true });
    await addCredit(api.http, buyer.walletId, 1_000);
    const answer = await deliver(lead(buyer.id));
    expect(answer.body).toMatchObject({
      outcome: 'delivered',
      fundedBy: 'card',
      fundingReason: 'wallet_short',
    });
    const [poor] = [await payer({ mechanism: 'wallet', fallbackToCard: true }, POOR)];
    expect((await deliver(lead(poor.id))).body.code).toBe('card_declined');
  }, 60_000);

  it('refuses at once without a card, below what a card is charged, and above a cap', async () => {
    const cardless = await createBuyer(api.http, { billing: { mechanism: 'direct_charge' } });
    const answers = [
      await deliver(lead(cardless.id)),
      await deliver(lead((await payer()).id, { price: usd(49) })),
      await deliver(lead((await payer({ dailyCap: usd(2_000) })).id)),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [422, 'no_payment_method'],
      [422, 'price_below_card_minimum'],
      [402, 'spending_cap_reached'],
    ]);
  });

  it('tells who listens that a lead was decided', async () => {
    const buyer = await payer();
    const told: string[] = [];
    const stop = await api.ledger.changes.subscribe(({ change }) => {
      if (change.type === 'delivery.changed' && change.buyerId === buyer.id) told.push(change.deliveryId);
    });
    const { body } = await deliver(lead(buyer.id));
    await vi.waitFor(() => expect(told).toContain(body.id), 5_000);
    await stop();
  }, 60_000);
});

describe('POST /v1/deliveries/batch with leads that a card pays for', () => {
  it('waits for all of them together, and answers each in its place', async () => {
    const [rich, poor] = [await payer(), await payer({}, POOR)];
    const funded = await createBuyer(api.http);
    await addCredit(api.http, funded.walletId, 10_000);
    const deliveries = [lead(rich.id), lead(poor.id), lead(funded.id), lead(rich.id)];
    const answer = await api.http.post('/v1/deliveries/batch', { deliveries });
    expect(answer.body.results).toMatchObject([
      { outcome: 'delivered', fundedBy: 'card' },
      { outcome: 'refused', code: 'card_declined' },
      { outcome: 'delivered', fundedBy: 'wallet' },
      { outcome: 'delivered', fundedBy: 'card' },
    ]);
    const quick = await api.http.post('/v1/deliveries/batch', { deliveries: [lead(rich.id, { waitMs: 0 })] });
    expect(quick.body.results).toMatchObject([{ outcome: 'pending' }]);
    await decided(quick.body.results[0].id);
  }, 90_000);
});
