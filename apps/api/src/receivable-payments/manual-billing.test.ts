import { openWorkerBench, type WorkerBench } from '@drawdown/worker/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createBuyer, usd } from '../testing/journeys.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

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

/** What Stripe was asked, but for the worker's look for events that never arrived, which is about nobody. */
async function stripeWasAsked(): Promise<string[]> {
  const requests = await bench.stripe.requests('/v1/');
  return requests.filter(({ path }) => !path.startsWith('/v1/events')).map(({ path }) => path);
}

describe('a buyer on manual billing', () => {
  it('is billed, pays and is closed without Stripe ever hearing of it', { timeout: 120_000 }, async () => {
    const { http } = api;
    const billing = { mechanism: 'manual', invoicePeriod: 'monthly', returnWindowDays: 7, termsDays: 7 };
    const buyer = await createBuyer(http, { email: 'books@peak.example', billing });
    const deliver = async (leadId: string, amount: number) => {
      const answer = await http.post('/v1/deliveries', { buyerId: buyer.id, leadId, price: usd(amount) });
      expect(answer.body).toMatchObject({ outcome: 'delivered', fundedBy: 'manual' });
      return answer.body.id;
    };
    const owed = async () => (await http.get(`/v1/buyers/${buyer.id}/receivable`)).body.owed.amount;
    const giveBack = (id: string) => http.post(`/v1/deliveries/${id}/return`, { reason: 'duplicate' });
    const bill = async () => {
      const { body } = await http.post(`/v1/buyers/${buyer.id}/close-period`);
      expect(body.outcome).toBe('invoiced');
      return body.invoice;
    };
    const read = async (id: string) => (await http.get(`/v1/invoices/${id}`)).body;
    const pay = async (amount: number, more = {}) => {
      const body = { amount: usd(amount), reference: 'wire 7', ...more };
      const answer = await http.post(`/v1/buyers/${buyer.id}/payments`, body);
      expect(answer.status).toBe(201);
      return answer.body;
    };

    // Leads, one of which comes back before the period closes.
    await deliver('one', 40_00);
    const second = await deliver('two', 30_00);
    const third = await deliver('three', 20_00);
    expect((await giveBack(third)).status).toBe(200);
    expect(await owed()).toBe(70_00);

    // A statement over the rest; the process of the period opens it.
    const first = await bill();
    expect(first).toMatchObject({ kind: 'manual', amount: usd(70_00), stripe: { invoiceId: null } });
    await vi.waitFor(async () => expect((await read(first.id)).status).toBe('open'), { timeout: 45_000 });

    // A lead that comes back after it lowers it; the rest is paid in two parts, one of them typed wrong first.
    expect((await giveBack(second)).status).toBe(200);
    expect(await read(first.id)).toMatchObject({ credited: usd(30_00), amountDue: usd(40_00) });
    const wrong = await pay(39_00);
    expect((await http.post(`/v1/payments/${wrong.id}/reverse`, { reason: 'typed wrong' })).status).toBe(200);
    await pay(15_00);
    await pay(25_00, { invoiceId: first.id });
    expect(await read(first.id)).toMatchObject({ status: 'paid', amountDue: usd(0) });
    expect(await owed()).toBe(0);

    // Another one is written off.
    await deliver('four', 10_00);
    const lost = await bill();
    await vi.waitFor(async () => expect((await read(lost.id)).status).toBe('open'), { timeout: 45_000 });
    const written = await http.post(`/v1/invoices/${lost.id}/write-off`, { reason: 'out of business' });
    expect(written.body).toMatchObject({ status: 'written_off' });
    expect(await owed()).toBe(0);

    // The statement of all of it, on screen and as a file.
    const statement = await http.get(`/v1/buyers/${buyer.id}/statement`);
    expect(statement.body).toMatchObject({ opening: usd(0), closing: usd(0) });
    const csv = await http.get(`/v1/buyers/${buyer.id}/statement?format=csv`);
    expect(csv.status).toBe(200);

    expect((await api.ledger.buyers.get(api.accountId, buyer.id))?.stripeCustomerId).toBeNull();
    expect(await stripeWasAsked()).toEqual([]);
    expect(await api.ledger.checkInvariants()).toEqual([]);
  });
});
