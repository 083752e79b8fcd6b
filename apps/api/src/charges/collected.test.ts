import { openWorkerBench, type WorkerBench } from '@drawdown/worker/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpClient } from '../testing/http-client.ts';
import { availableOf, createBuyer, usd } from '../testing/journeys.ts';
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

/** A top-up by a card that has no money, as the caller of the API sees it. */
async function declinedTopUp(card: string) {
  const buyer = await createBuyer(api.http);
  await api.http.post(`/v1/buyers/${buyer.id}/payment-methods`, { testCard: card });
  const body = { amount: usd(50_000), funding: 'buyer_card' };
  const topUp = await api.http.post(`/v1/wallets/${buyer.walletId}/top-ups`, body);
  return { buyer, topUp, chargeId: topUp.body.chargeId };
}

const POOR = 'pm_card_emu_later_insufficient_funds';
const chargeOf = async (walletId: string): Promise<string> =>
  (await api.http.get(`/v1/wallets/${walletId}/top-ups`)).body.data[0].chargeId;
const act = (chargeId: string, action: string, body?: unknown) =>
  api.http.post(`/v1/charges/${chargeId}/${action}`, body);

describe('a failing charge with its workflow', () => {
  it('is answered 201 with the decline and the next attempt, tried again, and marked paid once', async () => {
    const { buyer, topUp, chargeId } = await declinedTopUp(`${POOR}~81`);
    expect(topUp.status).toBe(201);
    expect(topUp.body).toMatchObject({
      status: 'retrying',
      retryState: 'scheduled',
      decline: { code: 'insufficient_funds' },
      waitingFor: expect.stringMatching(/^Next attempt on /),
    });
    expect((await api.http.get(`/v1/buyers/${buyer.id}`)).body.deliveryStatus).toBe('paused');

    const retried = await act(chargeId, 'retry', { note: 'he says there is money now' });
    expect(retried.body).toMatchObject({ outcome: 'declined', decline: { code: 'insufficient_funds' } });
    expect(retried.body.charge.attempts).toHaveLength(2);

    const paid = await act(chargeId, 'mark-paid', { reference: 'wire 42' });
    expect(paid.body).toMatchObject({ outcome: 'closed', charge: null });
    expect(await availableOf(api.http, buyer.walletId)).toBe(50_000);
    expect((await act(chargeId, 'mark-paid', { reference: 'wire 42' })).body.code).toBe('charge_not_failing');
    expect((await api.http.get(`/v1/buyers/${buyer.id}`)).body.deliveryStatus).toBe('active');
  }, 90_000);

  it('is stopped or written off for good', async () => {
    for (const [action, card] of [
      ['stop', `${POOR}~82`],
      ['write-off', `${POOR}~83`],
    ] as const) {
      const { buyer, chargeId, topUp } = await declinedTopUp(card);
      const ended = await act(chargeId, action, { note: 'not worth it' });
      expect(ended.body, action).toMatchObject({ outcome: 'closed', topUp: { id: topUp.body.id } });
      expect(await availableOf(api.http, buyer.walletId)).toBe(0);
    }
  }, 90_000);

  it('is paid by the payer himself: another card by his link, for the same payment', async () => {
    const payer = createHttpClient(api.url, {});
    const buyer = await createBuyer(api.http);
    const made = await api.http.post(`/v1/buyers/${buyer.id}/links`, { kind: 'pay', amount: usd(50_000) });
    const path = `/v1/payer-links/${new URL(made.body.url).pathname.split('/').at(-1)}`;
    const declined = await payer.post(`${path}/pay`, { testCard: `${POOR}~84` });
    expect(declined.body).toMatchObject({ state: 'declined' });
    // Neither of them is kept: only he tries again, with what he gives.
    expect((await act(await chargeOf(buyer.walletId), 'retry')).body).toMatchObject({ outcome: 'waiting' });
    const again = await payer.post(`${path}/pay`, { testCard: `${POOR}~85` });
    expect(again.body).toMatchObject({ state: 'declined' });
    const paid = await payer.post(`${path}/pay`, { testCard: 'pm_card_visa~84' });
    expect(paid.body).toMatchObject({ state: 'done', receipt: { amount: usd(50_000) } });
    expect(await availableOf(api.http, buyer.walletId)).toBe(50_000);
    expect((await payer.get(path)).body).toMatchObject({ state: 'dead', because: 'used' });
    expect((await api.http.get(`/v1/buyers/${buyer.id}/payment-methods`)).body.data).toEqual([]);
  }, 90_000);
});
