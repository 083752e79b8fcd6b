import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { controlEmulator } from '../test-controls/emulator.ts';
import { awaitPayer, failTopUp } from '../testing/failing-charges.ts';
import type { HttpClient } from '../testing/http-client.ts';
import { createHttpClient } from '../testing/http-client.ts';
import { createBuyer } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
/** Nobody: no key, no cookie. */
let payer: HttpClient;
beforeAll(async () => {
  api = await startTestApi();
  payer = createHttpClient(api.url, {});
});
afterEach(async () => expect(await api.ledger.checkInvariants()).toEqual([]));
afterAll(() => api.close());

const pagePath = (url: string) => `/v1/payer-links/${new URL(url).pathname.split('/').at(-1)}`;

/** A buyer whose bank wants him to confirm a payment, and the link that was made for that. */
async function waiting(card: string) {
  const buyer = await createBuyer(api.http);
  const saved = await api.http.post(`/v1/buyers/${buyer.id}/payment-methods`, { testCard: card });
  const charge = await awaitPayer({ ...api, payments: api.deps.payments }, buyer);
  const path = pagePath((await api.http.post(`/v1/top-ups/${charge.topUpId}/link`)).body.url);
  const { chargeId, paymentIntentId } = charge;
  return {
    ...charge,
    buyer,
    path,
    cardId: String(saved.body.id),
    confirm: (outcome?: 'success' | 'failure') =>
      payer.post(`${path}/authenticate`, outcome === undefined ? {} : { outcome }),
    attempts: async () => (await api.ledger.charges.get(chargeId))?.attempts ?? [],
    /** The keys under which Stripe was asked for the payer, each once. */
    async keys() {
      const asked = `${api.stripeApiUrl}/_emulator/requests?path=${paymentIntentId}/confirm`;
      const { data } = (await (await fetch(asked)).json()) as { data: { idempotencyKey: string }[] };
      const prefix = `chg:${chargeId}:payer:`;
      const keys = data.map(({ idempotencyKey }) => idempotencyKey).filter((key) => key.startsWith(prefix));
      return [...new Set(keys)].map((key) => key.slice(prefix.length));
    },
  };
}

/** The client asks twice by itself; a failure that Stripe has stored is the answer both times. */
const fault = (mode: 'drop_after' | 'http_500') =>
  controlEmulator(api.stripeApiUrl, {
    path: '/faults',
    body: { path: '/confirm', method: 'POST', mode, times: mode === 'http_500' ? 1 : 2 },
  });

describe("the payer's own attempt", () => {
  it('is written down before his bank is asked, and takes a place among those of the card', async () => {
    const { confirm, attempts, cardId, chargeId } = await waiting('pm_card_authenticationRequired~801');
    expect((await confirm()).body.state).toBe('requires_action');
    expect(await attempts()).toMatchObject([
      { number: 1, outcome: 'declined', byPayer: false },
      { number: 2, outcome: 'requiresAction', byPayer: true, paymentMethodId: cardId },
    ]);
    expect((await confirm('failure')).body.state).toBe('declined');
    expect((await attempts()).at(-1)).toMatchObject({
      number: 2,
      outcome: 'declined',
      decline: { code: 'payment_intent_authentication_failure' },
    });
    expect(await api.ledger.collections.facts(chargeId)).toMatchObject({ retryState: 'needs_payer' });
  });

  it('is refused after ten declines in thirty days, like any other', async () => {
    const { confirm, attempts, keys, chargeId } = await waiting('pm_card_authenticationRequired~802');
    for (let declined = 1; declined < 9; declined += 1) await declineForPayer(chargeId, `ch_${declined}`);
    expect((await confirm('failure')).body.state).toBe('declined');
    expect(await attempts()).toHaveLength(10);
    const refused = await confirm('success');
    expect(refused.body).toMatchObject({ state: 'declined', words: [expect.any(String), /another card/] });
    expect(await attempts()).toHaveLength(10);
    expect(await keys()).toEqual(['10']);
  });

  it('blocks the card where his bank refuses it for good, and then only another card can help', async () => {
    const { confirm, cardId, chargeId, keys } = await waiting('pm_card_authenticationRequired~803');
    const { charge } = await openCharge(chargeId);
    await controlEmulator(api.stripeApiUrl, {
      path: `/payment-methods/${charge.paymentMethod.stripePaymentMethodId}`,
      body: { declineWith: 'stolen_card' },
    });
    expect((await confirm()).body.state).toBe('declined');
    expect(await openCharge(chargeId)).toMatchObject({ retryState: 'needs_card' });
    expect(
      await api.ledger.collections.reserveAttempt({
        chargeId,
        attempt: 3,
        paymentMethodId: cardId,
        asked: true,
      }),
    ).toMatchObject({ outcome: 'card_blocked' });
    const again = await confirm();
    expect([again.status, again.body.code]).toEqual([409, 'state_conflict']);
    expect(await keys()).toEqual(['2']);
  });

  it('is not made for a charge that waits for no payer', async () => {
    const buyer = await createBuyer(api.http);
    await api.http.post(`/v1/buyers/${buyer.id}/payment-methods`, { testCard: 'pm_card_visa~804' });
    const lost = await failTopUp(api, buyer, { decline: 'lost_card', next: 'needs_card' });
    expect(await api.ledger.collections.reserveForPayer(lost.chargeId)).toEqual({ outcome: 'not_waiting' });
  });

  it('is one, under one key, when he asks twice at the same moment', async () => {
    const { confirm, attempts, keys } = await waiting('pm_card_authenticationRequired~805');
    const answers = await Promise.all([confirm(), confirm(), confirm()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.some(({ body }) => body.state === 'requires_action')).toBe(true);
    expect(await attempts()).toHaveLength(2);
    expect(await keys()).toEqual(['2']);
  });

  it('is the same one when the process died after writing it down', async () => {
    const { confirm, attempts, keys, chargeId } = await waiting('pm_card_authenticationRequired~806');
    expect(await api.ledger.collections.reserveForPayer(chargeId)).toMatchObject({ attempt: 2 });
    expect((await confirm('success')).body.state).toBe('done');
    expect(await keys()).toEqual(['2']);
    expect(await attempts()).toHaveLength(2);
  });

  it('goes on where the answer was lost, and is another one where it came to nothing', async () => {
    const lost = await waiting('pm_card_authenticationRequired~807');
    await fault('drop_after');
    expect((await lost.confirm()).body.state).toBe('processing');
    expect((await lost.confirm('success')).body.state).toBe('done');
    expect(await lost.keys()).toEqual(['2']);

    const failed = await waiting('pm_card_authenticationRequired~808');
    await fault('http_500');
    expect((await failed.confirm()).body.state).toBe('processing');
    expect((await failed.confirm('success')).body.state).toBe('done');
    expect(await failed.keys()).toEqual(['2', '3']);
    expect(await failed.attempts()).toMatchObject([{}, { outcome: 'canceled' }, { number: 3 }]);
  });

  it('is with the card whose bank wants him, although a backup card was tried since', async () => {
    const { path, confirm, buyer, chargeId, paymentIntentId, cardId } = await waiting(
      'pm_card_authenticationRequired~809',
    );
    await declineWithBackup({ buyer, chargeId, paymentIntentId });
    expect((await payer.get(path)).body.card).toMatchObject({ brand: 'visa' });
    expect((await confirm('success')).body.state).toBe('done');
    const { charge } = await openCharge(chargeId);
    const looked = await api.deps.payments.lookUpPaymentIntent(paymentIntentId, { knownStripeChargeIds: [] });
    const asked = charge.attempts.find(({ paymentMethodId }) => paymentMethodId === cardId);
    expect(looked).toMatchObject({ stripePaymentMethodId: asked?.stripePaymentMethodId });
  });
});

/** An attempt of the payer's that his bank has declined. */
async function declineForPayer(chargeId: string, stripeChargeId: string): Promise<void> {
  const { collections } = api.ledger;
  expect(await collections.reserveForPayer(chargeId)).toMatchObject({ outcome: 'reserved' });
  const decline = { code: 'do_not_honor', adviceCode: null, networkDeclineCode: null, stripeChargeId };
  const seen = { outcome: 'declined', paymentIntentId: null, decline } as const;
  expect(await collections.recordPayersOutcome(chargeId, seen)).toBe(true);
  expect(await collections.recordPayersOutcome(chargeId, seen)).toBe(false);
}

async function openCharge(chargeId: string) {
  const facts = await api.ledger.collections.facts(chargeId);
  if (facts.state !== 'open') throw new Error('the charge has ended');
  return facts;
}

type Declining = { buyer: { id: string }; chargeId: string; paymentIntentId: string };

/** Another card, tried once in between and declined: the charge goes on waiting for the payer. */
async function declineWithBackup({ buyer, chargeId, paymentIntentId }: Declining): Promise<void> {
  const testCard = 'pm_card_mastercard~809';
  await api.http.post(`/v1/buyers/${buyer.id}/payment-methods`, { testCard });
  const backup = (
    await api.ledger.paymentMethods.list(api.accountId, { kind: 'buyer', buyerId: buyer.id })
  ).find(({ brand }) => brand === 'mastercard');
  if (backup === undefined) throw new Error('no backup card');
  const { id: paymentMethodId, stripePaymentMethodId } = backup;
  await controlEmulator(api.stripeApiUrl, {
    path: `/payment-methods/${stripePaymentMethodId}`,
    body: { declineWith: 'insufficient_funds' },
  });
  const attempt = { chargeId, attempt: 2, paymentMethodId, asked: true };
  expect(await api.ledger.collections.reserveAttempt(attempt)).toEqual({ outcome: 'reserved' });
  const outcome = await api.deps.payments.confirmPaymentIntent({
    idempotencyKey: `chg:${chargeId}:confirm:2`,
    paymentIntentId,
    stripePaymentMethodId,
  });
  if (outcome.outcome !== 'declined') throw new Error(`not declined but ${outcome.outcome}`);
  const { decline } = outcome;
  await api.ledger.collections.recordDecline({
    chargeId,
    attempt: 2,
    paymentIntentId,
    decline,
    next: { kind: 'needs_payer' },
  });
}
