import { tester } from '@drawdown/ledger/testing';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type NoticeBench, openNoticeBench } from '../../testing/notice-bench.ts';
import { openWebhookReceiver, plainHeaders, type WebhookReceiver } from '../../testing/webhook-receiver.ts';
import { sendMessages, type WebhookDeps } from './webhook-loop.ts';

let bench: NoticeBench;
let receiver: WebhookReceiver;
let deps: WebhookDeps;

beforeAll(async () => {
  receiver = await openWebhookReceiver();
});

beforeEach(async () => {
  bench = await openNoticeBench();
  deps = { ledger: bench.ledger, mayReachPrivate: true, log: bench.log };
  receiver.received.length = 0;
  receiver.answer = 204;
});

afterEach(() => bench?.close());
afterAll(() => receiver?.close());

async function endpoint(change: { url?: string; enabled?: boolean } = {}) {
  const { accountId } = bench;
  const { url = receiver.url, enabled = true } = change;
  return bench.ledger.outgoingWebhooks.saveEndpoint({ accountId, url, enabled, rollSecret: false }, tester);
}

async function only() {
  const { items } = await bench.ledger.outgoingWebhooks.list(bench.accountId, { limit: 10 });
  expect(items).toHaveLength(1);
  const [delivery] = items;
  if (!delivery) throw new Error('no webhook');
  return delivery;
}

describe('an outgoing webhook', () => {
  it('tells of a pause and of its end, signed so that the receiver can check it', async () => {
    const { secret } = await endpoint();
    const buyer = await bench.scenario.buyer({ externalId: 'crm-7' });
    await bench.pause(buyer.id);
    expect(await sendMessages(deps)).toBe(1);
    await bench.resume(buyer.id);
    expect(await sendMessages(deps)).toBe(1);

    const verified = receiver.received.map(({ body, headers }) =>
      new Webhook(secret).verify(body, plainHeaders(headers)),
    );
    expect(verified).toMatchObject([
      { type: 'buyer.paused', data: { buyerId: buyer.id, externalId: 'crm-7', reasons: ['manual'] } },
      { type: 'buyer.resumed', data: { buyerId: buyer.id } },
    ]);
    expect(secret).toMatch(/^whsec_/);
  });

  it('is posted once when it is taken, whoever looks', async () => {
    await endpoint();
    await bench.pause((await bench.scenario.buyer()).id);
    await Promise.all([sendMessages(deps), sendMessages(deps), sendMessages(deps)]);
    await bench.makeDue('outgoing_webhook');
    await sendMessages(deps);
    expect(receiver.received).toHaveLength(1);
    expect(await only()).toMatchObject({ lastStatus: 204, deliveredAt: expect.any(Date), nextAt: null });
  });

  it('is repeated under the same id with the same body until the receiver has taken it', async () => {
    const { secret } = await endpoint();
    await bench.pause((await bench.scenario.buyer()).id);
    receiver.answer = 500;
    await sendMessages(deps);
    const failed = await only();
    expect(failed).toMatchObject({
      lastStatus: 500,
      lastError: 'the receiver answered 500',
      deliveredAt: null,
    });
    const waitMs = (failed.nextAt?.getTime() ?? 0) - Date.now();
    expect(waitMs).toBeGreaterThan(1000);
    expect(waitMs).toBeLessThan(6000);

    receiver.answer = 200;
    await bench.makeDue('outgoing_webhook');
    await sendMessages(deps);

    expect(await only()).toMatchObject({ lastStatus: 200, deliveredAt: expect.any(Date) });
    const [first, second] = receiver.received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
    for (const { body, headers } of receiver.received)
      expect(() => new Webhook(secret).verify(body, plainHeaders(headers))).not.toThrow();
  });

  it('is given up after eight tries, and can be sent again by hand', async () => {
    await endpoint({ url: 'http://127.0.0.1:1/hook' });
    await bench.pause((await bench.scenario.buyer()).id);
    for (let tries = 0; tries < 8; tries++) {
      expect(await only()).toMatchObject({ givenUpAt: null });
      await bench.makeDue('outgoing_webhook');
      expect(await sendMessages(deps)).toBe(1);
    }
    const { id } = await only();
    expect(await only()).toMatchObject({
      givenUpAt: expect.any(Date),
      lastStatus: null,
      lastError: expect.stringContaining('ECONNREFUSED'),
    });
    await bench.makeDue('outgoing_webhook');
    expect(await sendMessages(deps)).toBe(0);

    await endpoint();
    expect(await bench.ledger.outgoingWebhooks.resend(bench.accountId, id)).toBe(true);
    await sendMessages(deps);
    expect(await only()).toMatchObject({ deliveredAt: expect.any(Date) });
    expect(receiver.received).toHaveLength(1);
  });

  it('ends when the receiver says that it is gone, and the next one is still posted', async () => {
    await endpoint();
    const buyer = await bench.scenario.buyer();
    await bench.pause(buyer.id);
    receiver.answer = 410;
    await sendMessages(deps);
    expect(await only()).toMatchObject({ givenUpAt: expect.any(Date), lastStatus: 410 });

    receiver.answer = 204;
    await bench.resume(buyer.id);
    await sendMessages(deps);
    expect(receiver.received).toHaveLength(2);
  });

  it('follows no redirect', async () => {
    await endpoint();
    await bench.pause((await bench.scenario.buyer()).id);
    receiver.answer = 302;
    await sendMessages(deps);
    expect(receiver.received).toHaveLength(1);
    expect(await only()).toMatchObject({ lastStatus: 302, deliveredAt: null, givenUpAt: null });
  });

  it('goes nowhere while the account has no address, or has turned it off', async () => {
    await bench.pause((await bench.scenario.buyer()).id);
    await sendMessages(deps);
    expect(await only()).toMatchObject({
      deliveredAt: null,
      lastError: 'the account has no webhook address, or it is turned off',
    });
    expect(receiver.received).toEqual([]);
  });

  it('reaches no private address unless that is allowed', async () => {
    await endpoint();
    await bench.pause((await bench.scenario.buyer()).id);
    await sendMessages({ ...deps, mayReachPrivate: false });
    expect(receiver.received).toEqual([]);
    expect(await only()).toMatchObject({ lastError: expect.stringContaining('address is private') });
  });
});
