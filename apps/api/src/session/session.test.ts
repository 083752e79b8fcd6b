import type { Role } from '@drawdown/shared/codes';
import { hash } from '@node-rs/argon2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../http/route.ts';
import { allRoutes } from '../routes.ts';
import { createHttpClient } from '../testing/http-client.ts';
import { createFundedBuyer, usd } from '../testing/journeys.ts';
import { routeName, routePath, validBody } from '../testing/requests-of-routes.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

const PASSWORD = 'correct horse battery staple';
let api: TestApi;
let passwordHash: string;

beforeAll(async () => {
  api = await startTestApi();
  passwordHash = await hash(PASSWORD);
  for (const role of ['owner', 'billing', 'viewer'] as const) await createUser(role);
});
afterAll(() => api.close());

function createUser(role: Role) {
  const email = `${role}@drawdown.example`;
  return api.ledger.users.ensure({ accountId: api.accountId, email, name: role, role, passwordHash });
}

const anyone = () => createHttpClient(api.url, { Origin: api.url });

async function signIn(role: Role) {
  const answer = await anyone().post('/v1/session', {
    email: `${role}@drawdown.example`,
    password: PASSWORD,
  });
  expect(answer.status).toBe(201);
  const setCookie = answer.headers.getSetCookie().find((line) => line.startsWith('drawdown_session=')) ?? '';
  const cookie = setCookie.split(';', 1)[0] ?? '';
  return {
    setCookie,
    cookie,
    session: answer.body,
    http: createHttpClient(api.url, { Origin: api.url, Cookie: cookie }),
  };
}

describe('POST /v1/session', () => {
  it('signs in with a cookie that scripts cannot read', async () => {
    const { setCookie, session, http } = await signIn('owner');
    expect(setCookie).toMatch(/HttpOnly/);
    expect(setCookie).toMatch(/SameSite=Lax/);
    expect(session).toMatchObject({
      user: { email: 'owner@drawdown.example', role: 'owner' },
      account: { id: api.accountId, currency: 'USD' },
      environment: { stripe: 'emulator', stripePublishableKey: 'pk_test_1' },
    });
    expect((await http.get('/v1/session')).body).toEqual(session);
    expect((await http.get('/v1/buyers')).status).toBe(200);
  });

  it('gives a new session id at every sign-in', async () => {
    const first = await signIn('owner');
    const again = await first.http.post('/v1/session', {
      email: 'owner@drawdown.example',
      password: PASSWORD,
    });
    const cookie = again.headers.getSetCookie().join();
    expect(cookie).toContain('drawdown_session=');
    expect(cookie).not.toContain(first.cookie);
    expect((await first.http.get('/v1/session')).status).toBe(401);
  });

  it('says the same to a wrong password and to an unknown email', async () => {
    const wrong = await anyone().post('/v1/session', { email: 'owner@drawdown.example', password: 'no' });
    const unknown = await anyone().post('/v1/session', { email: 'nobody@drawdown.example', password: 'no' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.body.detail).toBe(unknown.body.detail);
    expect(wrong.headers.getSetCookie()).toEqual([]);
  });

  it('stops who keeps guessing one password', async () => {
    const guess = () => anyone().post('/v1/session', { email: 'Victim@drawdown.example', password: 'no' });
    const statuses: number[] = [];
    for (let tries = 0; tries < 11; tries += 1) statuses.push((await guess()).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
    const blocked = await guess();
    expect(blocked.body.code).toBe('rate_limited');
    expect(Number(blocked.headers.get('Retry-After'))).toBeGreaterThan(0);
  });
});

describe('DELETE /v1/session', () => {
  it('ends the session on the server', async () => {
    const { http } = await signIn('owner');
    const answer = await http.delete('/v1/session');
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie().join()).toMatch(/drawdown_session=;.*Expires=Thu, 01 Jan 1970/);
    expect((await http.get('/v1/session')).status).toBe(401);
  });

  it('is nothing for an API key', async () => {
    const answer = await api.http.get('/v1/session');
    expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
  });
});

describe('roles', () => {
  it('lets a viewer look and nothing else', async () => {
    const buyer = await createFundedBuyer(api.http, 1_000);
    const { http } = await signIn('viewer');
    expect((await http.get(`/v1/buyers/${buyer.id}`)).status).toBe(200);
    const credit = { amount: usd(500), funding: 'external' };
    expect((await http.post(`/v1/wallets/${buyer.walletId}/top-ups`, credit)).status).toBe(403);
  });

  it('lets billing add credit but not change settings', async () => {
    const buyer = await createFundedBuyer(api.http, 1_000);
    const { http } = await signIn('billing');
    const credit = { amount: usd(500), funding: 'external' };
    const answer = await http.post(`/v1/wallets/${buyer.walletId}/top-ups`, credit);
    expect(answer.body).toMatchObject({ status: 'succeeded', requestedBy: 'billing' });
    expect((await http.put('/v1/settings/billing', {})).status).toBe(403);
  });
});

describe('every route that changes something, by cookie', () => {
  const unsafe = () =>
    allRoutes(api.deps).filter(({ method, access }) => method !== 'get' && access.kind !== 'public');
  const refused = (routes: Route[]) => routes.map((route) => `${routeName(route)}: 403 cross_site_request`);

  const send = async (route: Route, headers: Record<string, string>) => {
    const { status, body } = await createHttpClient(api.url, headers).send(
      route.method.toUpperCase(),
      routePath(route, {}),
      validBody(route),
    );
    return `${routeName(route)}: ${status} ${body?.code}`;
  };

  it.each([
    { from: 'another site', headers: { 'Sec-Fetch-Site': 'cross-site' } },
    { from: 'a neighbouring subdomain', headers: { 'Sec-Fetch-Site': 'same-site' } },
    { from: 'another origin', headers: { Origin: 'https://evil.example' } },
    { from: 'a sandboxed page', headers: { Origin: 'null' } },
    { from: 'who knows where', headers: {} },
  ])('is refused when it comes from $from', async ({ headers }) => {
    const { cookie } = await signIn('owner');
    const answers = await Promise.all(unsafe().map((route) => send(route, { Cookie: cookie, ...headers })));
    expect(answers).toEqual(refused(unsafe()));
  });

  it('passes from the same origin', async () => {
    const { cookie } = await signIn('owner');
    const buyer = { body: { name: 'From the page' } };
    for (const headers of [{ 'Sec-Fetch-Site': 'same-origin' }, { Origin: api.url }]) {
      const http = createHttpClient(api.url, { Cookie: cookie, ...headers });
      expect((await http.send('POST', '/v1/buyers', buyer)).status).toBe(201);
    }
  });

  it('may look from anywhere, because the browser keeps the answer from other sites', async () => {
    const { cookie } = await signIn('owner');
    const http = createHttpClient(api.url, { Cookie: cookie, Origin: 'https://evil.example' });
    const answer = await http.get('/v1/buyers');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBeNull();
  });
});

describe('over https', () => {
  it('binds the cookie to this host and to encrypted connections', async () => {
    const secure = await startTestApi({ config: { publicUrl: new URL('https://billing.example') } });
    try {
      const { accountId } = secure;
      const email = 'owner2@drawdown.example';
      await secure.ledger.users.ensure({ accountId, email, name: 'Owner', role: 'owner', passwordHash });
      const http = createHttpClient(secure.url, {
        Origin: 'https://billing.example',
        'X-Forwarded-Proto': 'https',
      });
      const answer = await http.post('/v1/session', { email, password: PASSWORD });
      expect(answer.headers.getSetCookie().join()).toMatch(/^__Host-drawdown_session=.*Path=\/;.*Secure/);
      expect(answer.headers.get('Strict-Transport-Security')).toContain('max-age');
    } finally {
      await secure.close();
    }
  });
});
