import { openWorkerBench, type WorkerBench } from '@drawdown/worker/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { availableOf, createBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let bench: WorkerBench;
let worker: Awaited<ReturnType<WorkerBench['startWorker']>>;
let api: TestApi;

beforeAll(async () => {
  bench = await openWorkerBench({ webhooks: true, refundSettlementMs: 3_600_000 });
  worker = await bench.startWorker();
  api = await startTestApi({ beside: bench, firstOutcomeDeadlineMs: 20_000 });
}, 120_000);
afterEach(async () => {
  expect(await bench.ledger.checkInvariants()).toEqual([]);
});
afterAll(async () => {
  await api?.close();
  await worker?.stop();
  await bench?.close();
});

/** 500.00 in a wallet, paid by its buyer's card. */
async function paidTopUp(testCard = 'pm_card_visa', input: Record<string, unknown> = {}) {
  const buyer = await createBuyer(api.http, input);
  await api.http.post(`/v1/buyers/${buyer.id}/payment-methods`, { testCard });
  const body = { amount: usd(50_000), funding: 'buyer_card' };
  const topUp = await api.http.post(`/v1/wallets/${buyer.walletId}/top-ups`, body);
  expect(topUp.body.status).toBe('succeeded');
  const deliver = (leadId: string, amount: number) =>
    api.http.post('/v1/deliveries', { buyerId: buyer.id, leadId, price: usd(amount) });
  const refund = (amount: number, more = {}, headers?: Record<string, string>) =>
    api.http.post(`/v1/top-ups/${topUp.body.id}/refunds`, { amount: usd(amount), ...more }, headers);
  const read = async () => (await api.http.get(`/v1/top-ups/${topUp.body.id}`)).body;
  return { buyer, topUpId: topUp.body.id, deliver, refund, read };
}

describe('POST /v1/top-ups/:id/refunds', () => {
  it('gives a part back to the card, and says what is left and why', async () => {
    const { buyer, topUpId, deliver, refund, read } = await paidTopUp();
    expect((await read()).refundable).toEqual({
      amount: usd(50_000),
      unspent: usd(50_000),
      because: null,
      autoTopUpFrom: null,
    });
    await deliver('lead-1', 12_000);
    const made = await refund(10_000, { reason: 'client leaves' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      status: 'succeeded',
      origin: 'requested',
      topUpId,
      walletId: buyer.walletId,
      amount: usd(10_000),
      card: { brand: 'visa', last4: '4242' },
      reason: 'client leaves',
      failure: null,
      stripe: { refundId: expect.stringMatching(/^re_/) },
      workflow: { id: `refund:${made.body.id}` },
    });
    const topUp = await read();
    expect(topUp.refundable).toMatchObject({
      amount: usd(28_000),
      because: '$280.00 of $500.00 is unspent; leads have used $120.00, and $100.00 was refunded before.',
    });
    expect(topUp.refunds).toEqual([made.body]);
    expect(topUp.timeline.at(-1).text).toContain('Refund of $100.00 to Visa');
    const tooMuch = await refund(28_001);
    expect([tooMuch.status, tooMuch.body.code]).toEqual([422, 'refund_limit_exceeded']);
    expect(tooMuch.body.detail).toContain('At most $280.00 can be refunded.');
    expect(tooMuch.body.refundable.amount).toEqual(usd(28_000));
    expect(await availableOf(api.http, buyer.walletId)).toBe(28_000);
    expect((await api.http.get(`/v1/refunds/${made.body.id}`)).body).toEqual(made.body);
    const listed = await api.http.get(`/v1/refunds?topUpId=${topUpId}&walletId=${buyer.walletId}`);
    expect(listed.body.data).toEqual([made.body]);
  }, 60_000);

  it('is answered 202 while Stripe takes its time', async () => {
    const { refund, buyer } = await paidTopUp('pm_card_pendingRefund');
    const made = await refund(50_000);
    expect([made.status, made.body.status]).toEqual([202, 'pending']);
    expect(made.body.waitingFor).toMatch(/\.$/);
    expect(await availableOf(api.http, buyer.walletId)).toBe(0);
  }, 60_000);

  it('is one refund for its key, also when the same is sent at once', async () => {
    const { refund, buyer } = await paidTopUp();
    const key = { 'Idempotency-Key': 'refund-once' };
    const answers = await Promise.all([1, 2, 3].map(() => refund(20_000, {}, key)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await refund(20_000, {}, key)).headers.get('Idempotent-Replayed')).toBe('true');
    expect((await refund(20_001, {}, key)).body.code).toBe('idempotency_key_reused');
    expect(await availableOf(api.http, buyer.walletId)).toBe(30_000);
  }, 60_000);

  it('turns an auto top-up off that would take the money again, unless it is to be kept', async () => {
    const { refund, buyer, read } = await paidTopUp();
    const path = `/v1/wallets/${buyer.walletId}/auto-top-up`;
    const rule = { enabled: true, threshold: usd(10_000), amount: usd(20_000), payer: 'buyer' };
    await api.http.put(path, { ...rule, consent: { text: 'yes' } });
    expect((await read()).refundable.autoTopUpFrom).toEqual(usd(40_000));
    expect((await refund(45_000)).body.autoTopUpTurnedOff).toBe(true);
    expect((await api.http.get(`/v1/wallets/${buyer.walletId}`)).body.autoTopUp.state).toBe('off');
  }, 60_000);

  it('is refused for what no card paid, with the way that there is', async () => {
    const { buyer } = await paidTopUp();
    const body = { amount: usd(7_000), funding: 'external', reference: 'wire' };
    const credit = await api.http.post(`/v1/wallets/${buyer.walletId}/top-ups`, body);
    const path = `/v1/top-ups/${credit.body.id}`;
    const refused = await api.http.post(`${path}/refunds`, { amount: usd(100) });
    expect([refused.status, refused.body.code]).toEqual([422, 'funding_not_refundable']);
    expect(refused.body.detail).toContain('/correct');

    const corrected = await api.http.post(`${path}/correct`, { reason: 'typed twice' });
    expect(corrected.status).toBe(200);
    expect(corrected.body.correction).toMatchObject({ amount: usd(7_000), reason: 'typed twice' });
    const again = await api.http.post(`${path}/correct`, { reason: 'typed twice' });
    expect([again.status, again.headers.get('Idempotent-Replayed')]).toEqual([200, 'true']);
    expect(await availableOf(api.http, buyer.walletId)).toBe(50_000);
  }, 60_000);
});

describe('POST /v1/deliveries/:id/return', () => {
  const giveBack = (id: string, body: unknown, headers?: Record<string, string>) =>
    api.http.post(`/v1/deliveries/${id}/return`, body, headers);

  it('credits the wallet that paid, once, with a code and words', async () => {
    const { buyer, deliver } = await paidTopUp('pm_card_visa', { billing: { returnWindowDays: 7 } });
    const { body: delivery } = await deliver('lead-1', 12_000);
    const answer = await giveBack(delivery.id, { reason: 'duplicate', note: 'we had him in May' });
    expect(answer.status).toBe(200);
    expect(answer.body.return).toMatchObject({
      code: 'duplicate',
      note: 'we had him in May',
      amount: usd(12_000),
      returnedTo: 'wallet',
      refundId: null,
      explanation: '$120.00 was credited to the wallet.',
    });
    expect(answer.body.delivery).toMatchObject({ outcome: 'returned', return: answer.body.return });
    expect((await api.http.get(`/v1/deliveries/${delivery.id}`)).body.return).toEqual(answer.body.return);
    const again = await giveBack(delivery.id, { reason: 'duplicate' });
    expect([again.status, again.headers.get('Idempotent-Replayed')]).toEqual([200, 'true']);
    expect((await giveBack(delivery.id, { reason: 'other' })).body.code).toBe('state_conflict');
    expect(await availableOf(api.http, buyer.walletId)).toBe(50_000);
  }, 60_000);

  it('is refused after its window, for an unknown code and for a refused lead', async () => {
    const { deliver } = await paidTopUp();
    const { body: delivery } = await deliver('lead-1', 12_000);
    const late = await giveBack(delivery.id, { reason: 'duplicate' });
    expect([late.status, late.body.code]).toEqual([409, 'return_window_over']);
    expect((await giveBack(delivery.id, { reason: 'did not like it' })).status).toBe(400);
    const { body: refused } = await deliver('lead-2', 99_000);
    expect((await giveBack(refused.deliveryId, { reason: 'other' })).body.code).toBe('state_conflict');
  }, 60_000);

  it('brings the price of a lead that a card paid for back to that card', async () => {
    const billing = { mechanism: 'direct_charge', returnWindowDays: 7 };
    const buyer = await createBuyer(api.http, { billing });
    await api.http.post(`/v1/buyers/${buyer.id}/payment-methods`, { testCard: 'pm_card_visa~ret' });
    const lead = { buyerId: buyer.id, leadId: 'direct', price: usd(4_000), waitMs: 20_000 };
    const { body: delivery } = await api.http.post('/v1/deliveries', lead);
    expect(delivery).toMatchObject({ outcome: 'delivered', fundedBy: 'card' });
    const { body } = await giveBack(delivery.id, { reason: 'invalid_contact' });
    expect(body.return).toMatchObject({ returnedTo: 'card', amount: usd(4_000) });
    await expect
      .poll(async () => (await api.http.get(`/v1/refunds/${body.return.refundId}`)).body.status, {
        timeout: 20_000,
      })
      .toBe('succeeded');
  }, 60_000);
});
