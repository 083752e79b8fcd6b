import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const page = { Accept: 'text/html' };

describe('the web app', () => {
  it('is the page at every address that is not of the API', async () => {
    for (const path of ['/', '/buyers/buy_1', '/v1x']) {
      const answer = await api.http.get(path, page);
      expect([path, answer.status, answer.text]).toEqual([
        path,
        200,
        expect.stringContaining('<title>Drawdown'),
      ]);
      expect(answer.headers.get('Cache-Control')).toBe('no-cache');
    }
    for (const path of ['/v1/nothing', '/webhooks/nothing', '/assets/gone.js'])
      expect((await api.http.get(path, page)).body).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('keeps hashed files for ever', async () => {
    const answer = await api.http.get('/assets/index-abc123.js');
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
  });

  it('comes with headers that allow nothing from elsewhere', async () => {
    const { headers } = await api.http.get('/', page);
    const policy = headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(headers.get('X-Powered-By')).toBeNull();
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  });
});

describe('health and metrics', () => {
  it('say that the process lives, that the database answers, and what was done', async () => {
    expect((await api.http.get('/healthz')).body).toEqual({ status: 'ok' });
    expect((await api.http.get('/readyz')).body).toEqual({ status: 'ready' });
    await api.http.get('/v1/buyers/buy_00000000000000000000000000');
    const { text } = await api.http.get('/metrics');
    expect(text).toContain('route="/v1/buyers/:buyerId",status="404"');
    expect(text).not.toContain('buy_0000');
  });

  it('keep metrics from whoever comes through a proxy', async () => {
    expect((await api.http.get('/metrics', { 'X-Forwarded-For': '203.0.113.9' })).status).toBe(404);
  });
});
