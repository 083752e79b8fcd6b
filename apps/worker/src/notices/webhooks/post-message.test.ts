import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openWebhookReceiver, type WebhookReceiver } from '../../testing/webhook-receiver.ts';
import { postMessage } from './post-message.ts';

let receiver: WebhookReceiver;

beforeAll(async () => {
  receiver = await openWebhookReceiver();
});

beforeEach(() => {
  receiver.received.length = 0;
  receiver.answer = 204;
});

afterAll(() => receiver?.close());

const message = { body: '{"type":"buyer.paused"}', headers: { 'webhook-id': 'msg_1' } };
const anywhere = { mayReachPrivate: true };
const publicOnly = { mayReachPrivate: false };

describe('posting a webhook', () => {
  it('hands over the body and the headers and answers the status', async () => {
    expect(await postMessage(new URL(receiver.url), message, anywhere)).toEqual({
      outcome: 'answered',
      status: 204,
    });
    expect(receiver.received).toMatchObject([
      { body: message.body, headers: { 'webhook-id': 'msg_1', 'content-type': 'application/json' } },
    ]);
  });

  it('follows no redirect', async () => {
    receiver.answer = 302;
    expect(await postMessage(new URL(receiver.url), message, anywhere)).toEqual({
      outcome: 'answered',
      status: 302,
    });
    expect(receiver.received).toHaveLength(1);
  });

  it('waits only so long for an answer', async () => {
    receiver.answer = 'hang';
    expect(await postMessage(new URL(receiver.url), message, { ...anywhere, timeoutMs: 200 })).toEqual({
      outcome: 'failed',
      error: 'no answer within 0.2 seconds',
    });
  });

  it('says when nobody is there', async () => {
    const posted = await postMessage(new URL('http://127.0.0.1:1/'), message, anywhere);
    expect(posted).toMatchObject({ outcome: 'failed', error: expect.stringContaining('ECONNREFUSED') });
  });

  it.each([
    'http://127.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.1:PORT/',
    'http://0.0.0.0:PORT/',
    'http://169.254.169.254/latest/meta-data',
    'https://192.168.0.1/',
  ])('does not reach %s where only public addresses are allowed', async (address) => {
    const port = new URL(receiver.url).port;
    const posted = await postMessage(new URL(address.replace('PORT', port)), message, publicOnly);
    expect(posted).toEqual({
      outcome: 'failed',
      error: 'the address is private: webhooks go to public addresses only',
    });
    expect(receiver.received).toEqual([]);
  });
});
