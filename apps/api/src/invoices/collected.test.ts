import { openWorkerBench, type WorkerBench } from '@drawdown/worker/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let bench: WorkerBench;
let worker: Awaited<ReturnType<WorkerBench['startWorker']>>;
let api: TestApi;

beforeAll(async () => {
  bench = await openWorkerBench();
  worker = await bench.startWorker();
  api = await startTestApi({ beside: bench, firstOutcomeDeadlineMs: 20_000 });
}, 120_000);
afterAll(async () => {
  await api?.close();
  await worker?.stop();
  await bench?.close();
});

/** An invoice over 40.00 that the buyer is asked to pay. */
async function issued(testCard?: string) {
  const billing = { mechanism: 'net_terms', creditLimit: usd(100_00), termsDays: 14 };
  const buyer = await createBuyer(api.http, { billing });
  if (testCard !== undefined) await api.http.post(`/v1/buyers/${buyer.id}/payment-methods`, { testCard });
  await api.http.post('/v1/deliveries', { buyerId: buyer.id, leadId: 'lead-1', price: usd(40_00) });
  const { id } = (await api.http.post(`/v1/buyers/${buyer.id}/close-period`)).body.invoice;
  const read = async () => (await api.http.get(`/v1/invoices/${id}`)).body;
  await vi.waitFor(async () => expect((await read()).status).toBe('open'), {
    timeout: 30_000,
    interval: 100,
  });
  const act = (action: string, body: unknown, headers: Record<string, string> = {}) =>
    api.http.post(`/v1/invoices/${id}/${action}`, body, headers);
  return { buyerId: String(buyer.id), read, act };
}

describe('an open invoice with its process', () => {
  it('is charged to the card on file when asked for, once', async () => {
    const { act, read, buyerId } = await issued('pm_card_visa~71');
    const key = { 'Idempotency-Key': 'pay-it-now' };
    const paid = await act('pay', {}, key);
    expect([paid.status, paid.body.outcome, paid.body.invoice?.status]).toEqual([200, 'paid', 'paid']);
    expect(paid.body.invoice.payments).toMatchObject([{ source: 'card_on_file', amount: usd(40_00) }]);
    const again = await act('pay', {});
    expect([again.status, again.body.code]).toEqual([409, 'state_conflict']);
    expect(await read()).toEqual(paid.body.invoice);
    expect((await api.http.get(`/v1/buyers/${buyerId}/receivable`)).body).toMatchObject({ owed: usd(0) });
  }, 90_000);

  it('says that the card was declined, or that there is none', async () => {
    const { act } = await issued('pm_card_emu_later_insufficient_funds~72');
    expect((await act('pay', {})).body).toMatchObject({
      outcome: 'declined',
      words: 'There is not enough money on the card.',
      invoice: { status: 'open', amountDue: usd(40_00) },
    });
    const cardless = await issued();
    expect((await cardless.act('pay', {})).body).toMatchObject({
      code: 'state_conflict',
      detail: expect.stringContaining('no card on file'),
    });
  }, 90_000);

  it('is voided or written off, for good', async () => {
    const voided = await issued();
    expect((await voided.act('void', { reason: 'wrong address' })).body).toMatchObject({ status: 'void' });
    expect((await voided.act('void', { reason: 'wrong address' })).body.code).toBe('state_conflict');
    const off = await issued();
    expect((await off.act('write-off', { reason: 'insolvent' })).body).toMatchObject({
      status: 'written_off',
      writtenOff: usd(40_00),
      amountDue: usd(0),
    });
  }, 90_000);
});
