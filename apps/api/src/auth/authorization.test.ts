import type { ApiScope } from '@drawdown/shared/codes';
import { API_SCOPES } from '@drawdown/shared/codes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../http/route.ts';
import { allRoutes } from '../routes.ts';
import { disputeTopUp } from '../testing/disputes.ts';
import { failTopUp } from '../testing/failing-charges.ts';
import type { HttpClient } from '../testing/http-client.ts';
import { createBuyer, createFundedBuyer, usd } from '../testing/journeys.ts';
import { routeName, routePath, validBody } from '../testing/requests-of-routes.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
let guarded: Route[];
/** Ids of rows that belong to another account, by the name of the path parameter. */
let foreign: Record<string, string>;

beforeAll(async () => {
  api = await startTestApi();
  guarded = allRoutes(api.deps).filter(({ access }) => access.kind !== 'public');
  const other = await api.openAgency();
  const { http } = other;
  const buyer = await createFundedBuyer(http, 10_000, { email: 'buyer@solar.example' });
  const card = await http.post(`/v1/buyers/${buyer.id}/payment-methods`, { testCard: 'pm_card_visa' });
  const delivery = await http.post('/v1/deliveries', { buyerId: buyer.id, leadId: 'lead', price: usd(100) });
  const hold = await http.post('/v1/holds', { buyerId: buyer.id, amount: usd(100) });
  const topUps = await http.get(`/v1/wallets/${buyer.walletId}/top-ups`);
  const { dispute } = await disputeTopUp({ http, ledger: api.ledger }, buyer);
  const failing = await failTopUp({ ...other, ledger: api.ledger }, buyer);
  const link = await http.post(`/v1/buyers/${buyer.id}/links`, { kind: 'save_card', send: true });
  const emails = await http.get('/v1/emails');
  foreign = {
    buyerId: buyer.id,
    walletId: buyer.walletId,
    paymentMethodId: card.body.id,
    topUpId: topUps.body.data[0].id,
    deliveryId: delivery.body.id,
    holdId: hold.body.id,
    chargeId: failing.chargeId,
    disputeId: dispute.id,
    linkId: link.body.id,
    emailId: emails.body.data[0].id,
    messageId: await pausedMessage(http, buyer.id),
  };
});
afterAll(() => api.close());

/** The outgoing webhook that tells of a pause. */
async function pausedMessage(http: HttpClient, buyerId: string): Promise<string> {
  await http.post(`/v1/buyers/${buyerId}/pause`, { note: 'for the test' });
  return (await http.get('/v1/webhook-deliveries')).body.data[0].id;
}

const send = async (route: Route, headers: Record<string, string>) => {
  const { status } = await api.http.send(route.method.toUpperCase(), routePath(route, foreign), {
    ...validBody(route),
    headers,
  });
  return `${routeName(route)}: ${status}`;
};

const all = (routes: Route[], status: number) => routes.map((route) => `${routeName(route)}: ${status}`);

describe('every route that is not public', () => {
  it('answers 401 to an unknown key and to another kind of credential', async () => {
    for (const Authorization of ['Bearer dd_test_nobody_has_this', `Basic ${api.apiKey}`, 'Bearer', '']) {
      const answers = await Promise.all(guarded.map((route) => send(route, { Authorization })));
      expect(answers).toEqual(all(guarded, 401));
    }
  });

  it('answers 401 without any credential', async () => {
    const answers = await Promise.all(
      guarded.map(async (route) => {
        const answer = await fetch(api.url + routePath(route, foreign), {
          method: route.method.toUpperCase(),
        });
        return `${routeName(route)}: ${answer.status}`;
      }),
    );
    expect(answers).toEqual(all(guarded, 401));
  });

  it('answers 403 to a key that has every scope but those it takes', async () => {
    const answers = await Promise.all(
      guarded.map(async (route) => {
        const needed: readonly ApiScope[] = route.access.kind === 'scope' ? route.access.anyOf : [];
        const key = await api.keyWith(API_SCOPES.filter((scope) => !needed.includes(scope)));
        return send(route, { Authorization: `Bearer ${key}` });
      }),
    );
    expect(answers).toEqual(all(guarded, 403));
  });
});

describe("another account's rows", () => {
  it('are not found by any route with an id in its path', async () => {
    const withId = guarded.filter(({ path }) => path.includes(':'));
    const answers = await Promise.all(withId.map((route) => send(route, {})));
    // The account's own cards have no buyer in their path, and a foreign card is none of them.
    expect(answers).toEqual(all(withId, 404));
    expect(withId.length).toBeGreaterThan(12);
  });

  it('are not found by ids in bodies, and never listed', async () => {
    const own = await createBuyer(api.http);
    const answers = await Promise.all([
      api.http.post('/v1/buyers', { name: 'x', walletId: foreign.walletId }),
      api.http.post('/v1/deliveries', { buyerId: foreign.buyerId, leadId: 'x', price: usd(1) }),
      api.http.put(`/v1/buyers/${own.id}/payment-methods/default`, {
        paymentMethodId: foreign.paymentMethodId,
      }),
      api.http.post(`/v1/wallets/${own.walletId}/top-ups`, {
        amount: usd(25_000),
        funding: 'buyer_card',
        paymentMethodId: foreign.paymentMethodId,
      }),
      api.http.post('/v1/test-controls', {
        action: 'authenticate',
        topUpId: foreign.topUpId,
        outcome: 'success',
      }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    const lists = [
      `/v1/deliveries?buyerId=${foreign.buyerId}`,
      `/v1/top-ups?walletId=${foreign.walletId}`,
      `/v1/buyers?walletId=${foreign.walletId}`,
    ];
    for (const list of lists) expect((await api.http.get(list)).body.data).toEqual([]);
    const buyers = (await api.http.get('/v1/buyers')).body.data;
    expect(buyers).toMatchObject([{ id: own.id }]);
  });
});
