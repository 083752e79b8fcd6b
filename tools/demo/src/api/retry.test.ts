import { describe, expect, it } from 'vitest';
import type { ApiAnswer, ApiRequest } from './client.ts';
import { ConnectionLostError } from './client.ts';
import { withRetries } from './retry.ts';

const request: ApiRequest = { method: 'POST', path: '/v1/deliveries', idempotencyKey: 'lead-1' };
const answer = (status: number, retryAfter: string | null = null): ApiAnswer => ({
  status,
  retryAfter,
  body: null,
});

/** Plays the given answers, one for each request, and notes what was asked and how long was waited. */
function scripted(answers: readonly (ApiAnswer | Error)[], maxTries?: number) {
  const asked: ApiRequest[] = [];
  const waitedMs: number[] = [];
  const send = withRetries(
    async (sent) => {
      const next = answers[Math.min(asked.push(sent) - 1, answers.length - 1)];
      if (next === undefined || next instanceof Error) throw next;
      return next;
    },
    {
      ...(maxTries === undefined ? {} : { maxTries }),
      wait: async (delayMs) => {
        waitedMs.push(delayMs);
      },
    },
  );
  return { send, asked, waitedMs };
}

describe('withRetries', () => {
  it('repeats the same request, with the same key, after a lost connection', async () => {
    const { send, asked } = scripted([new ConnectionLostError(), answer(201)]);
    expect((await send(request)).status).toBe(201);
    expect(asked).toEqual([request, request]);
  });

  it('waits longer each time, up to five seconds', async () => {
    const { send, waitedMs } = scripted([answer(503)], 8);
    await send(request);
    expect(waitedMs).toEqual([200, 400, 800, 1600, 3200, 5000, 5000]);
  });

  it('waits as long as Retry-After says, within a minute', async () => {
    const { send, waitedMs } = scripted([answer(429, '2'), answer(429, '3600'), answer(201)]);
    await send(request);
    expect(waitedMs).toEqual([2000, 60_000]);
  });

  it('does not wait for a Retry-After in the past, and ignores one that says nothing', async () => {
    const { send, waitedMs } = scripted([
      answer(503, 'Wed, 21 Oct 2015 07:28:00 GMT'),
      answer(503, 'soon'),
      answer(201),
    ]);
    await send(request);
    expect(waitedMs).toEqual([0, 400]);
  });

  it('gives up after its tries with what came last', async () => {
    expect((await scripted([answer(500)], 3).send(request)).status).toBe(500);
    const lost = scripted([new ConnectionLostError('gone')], 3);
    await expect(lost.send(request)).rejects.toThrow('gone');
    expect(lost.asked).toHaveLength(3);
  });

  it('takes a refusal for an answer', async () => {
    const { send, asked } = scripted([answer(402)]);
    expect((await send(request)).status).toBe(402);
    expect(asked).toHaveLength(1);
  });

  it('does not repeat a write without a key, whose first try may have been done', async () => {
    const write: ApiRequest = { method: 'POST', path: '/v1/buyers' };
    expect((await scripted([answer(502), answer(201)]).send(write)).status).toBe(502);
    await expect(scripted([new ConnectionLostError('gone'), answer(201)]).send(write)).rejects.toThrow(
      'gone',
    );
    expect((await scripted([answer(429), answer(201)]).send(write)).status).toBe(201);
  });

  it('does not repeat what failed for another reason than the connection', async () => {
    const { send, asked } = scripted([new TypeError('a fault of ours')]);
    await expect(send(request)).rejects.toThrow('a fault of ours');
    expect(asked).toHaveLength(1);
  });
});
