import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BadRequestSubject } from '../testing/bad-requests.ts';
import { BAD_REQUESTS } from '../testing/bad-requests.ts';
import { availableOf, createFundedBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
let subject: BadRequestSubject;

beforeAll(async () => {
  api = await startTestApi();
  const { http } = await api.openAgency();
  subject = {
    buyer: await createFundedBuyer(api.http, 10_000),
    foreign: await createFundedBuyer(http, 10_000),
  };
});
afterAll(() => api.close());

describe('bad input', () => {
  it.each(BAD_REQUESTS)('answers $code to $what and changes nothing', async (row) => {
    const path = row.path?.(subject) ?? '/v1/deliveries';
    const answer = await api.http.send('POST', path, {
      ...(row.body === undefined ? {} : { body: row.body(subject) }),
      ...(row.raw === undefined ? {} : { rawBody: row.raw }),
      headers: row.headers ?? {},
    });
    expect([answer.status, answer.body?.code]).toEqual([row.status, row.code]);
    expect(answer.headers.get('Content-Type')).toContain('application/problem+json');
    expect(answer.body.requestId).toMatch(/^req_/);
    expect(answer.headers.get('Request-Id')).toBe(answer.body.requestId);
    if (row.fields !== undefined)
      expect(answer.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(
        [...row.fields].sort(),
      );
    expect(await availableOf(api.http, subject.buyer.walletId)).toBe(10_000);
    expect((await api.http.get(`/v1/deliveries?buyerId=${subject.buyer.id}`)).body.data).toEqual([]);
  });

  it('answers 413 to a large body of unknown length', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sending = request(
        `${api.url}/v1/deliveries`,
        {
          method: 'POST',
          agent: new Agent(),
          headers: { Authorization: `Bearer ${api.apiKey}`, 'Content-Type': 'application/json' },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      sending.on('error', reject);
      for (let sent = 0; sent < 16; sent += 1) sending.write(' '.repeat(64 * 1024));
      sending.end();
    });
    expect(status).toBe(413);
  });

  it('answers 405 with the methods that exist', async () => {
    const answer = await api.http.send('PATCH', '/v1/buyers');
    expect(answer.status).toBe(405);
    expect(answer.headers.get('Allow')).toBe('GET, POST');
    expect(answer.body.code).toBe('method_not_allowed');
  });

  it('names an unknown query parameter and a limit out of range', async () => {
    const unknown = await api.http.get('/v1/buyers?colour=red');
    expect([unknown.status, unknown.body.code]).toEqual([400, 'unknown_field']);
    const tooMany = await api.http.get('/v1/buyers?limit=201');
    expect(tooMany.body.errors).toMatchObject([{ field: 'limit', code: 'validation_failed' }]);
  });

  it('refuses fields that only the server may set', async () => {
    const answer = await api.http.post('/v1/buyers', {
      name: 'Acme',
      id: 'buy_1',
      accountId: 'acc_1',
      balance: usd(1),
      deliveryStatus: 'active',
    });
    expect(answer.body.code).toBe('unknown_field');
    expect(answer.body.errors).toHaveLength(4);
  });
});
