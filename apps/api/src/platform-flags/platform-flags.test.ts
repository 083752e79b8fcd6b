import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpClient } from '../testing/http-client.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

describe('GET /v1/platform-flags', () => {
  it('tells every account what is wrong with the installation, and keeps to itself what Stripe said', async () => {
    const list = async () => (await api.http.get('/v1/platform-flags')).body;
    expect(await list()).toEqual({ data: [], nextCursor: null });
    await api.ledger.platformFlags.stopCharging('Invalid API Key provided: sk_live_***1234', {
      firstMs: 3600_000,
      longestMs: 3600_000,
    });
    const told = await list();
    expect(told).toMatchObject({
      data: [
        { kind: 'charging_stopped', words: expect.stringMatching(/^Charging is stopped for everybody/) },
      ],
    });
    expect(JSON.stringify(told)).not.toContain('API Key');
    const other = await api.openAgency();
    expect((await other.http.get('/v1/platform-flags')).body).toEqual(told);
  });

  it('is for those who may see charges', async () => {
    const key = await api.keyWith(['buyers:read']);
    const http = createHttpClient(api.url, { Authorization: `Bearer ${key}` });
    expect((await http.get('/v1/platform-flags')).status).toBe(403);
  });
});
