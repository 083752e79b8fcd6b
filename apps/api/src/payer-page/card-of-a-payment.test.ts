import { money } from '@drawdown/shared/money';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestHash } from '../http/idempotency.ts';
import { recordDecline } from '../testing/failing-charges.ts';
import type { HttpClient } from '../testing/http-client.ts';
import { createHttpClient } from '../testing/http-client.ts';
import { createBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
/** Nobody: no key, no cookie. */
let payer: HttpClient;
beforeAll(async () => {
  api = await startTestApi();
  payer = createHttpClient(api.url, {});
});
afterAll(() => api.close());

/** A buyer and a link to pay 500.00 by. */
async function openPaying() {
  const buyer = await createBuyer(api.http);
  const made = await api.http.post(`/v1/buyers/${buyer.id}/links`, { kind: 'pay', amount: usd(50_000) });
  const path = `/v1/payer-links/${new URL(made.body.url).pathname.split('/').at(-1)}`;
  const consent = { text: (await payer.get(path)).body.consentText };
  return {
    buyer,
    consent,
    path,
    linkId: String(made.body.id),
    pay: (testCard: string, more = {}) => payer.post(`${path}/pay`, { testCard, ...more }),
    cards: async () => (await api.http.get(`/v1/buyers/${buyer.id}/payment-methods`)).body.data,
    topUps: async () => (await api.http.get(`/v1/wallets/${buyer.walletId}/top-ups`)).body.data,
  };
}

/** What the link became, declined with a card that was given for it alone: as if that had been tried. */
async function decline({ buyer, path, linkId }: Awaited<ReturnType<typeof openPaying>>): Promise<string> {
  // The payer's customer is there once he was sent to Stripe's page.
  await payer.post(`${path}/page`);
  const { accountId, ledger } = api;
  const actor = { kind: 'system', id: linkId, label: 'the payer' } as const;
  const asked = { accountId, payer: { kind: 'buyer', buyerId: buyer.id }, forLinkId: linkId } as const;
  const details = { brand: 'visa', last4: '0341', expMonth: 12, expYear: 2034, fingerprint: null };
  const card = await ledger.paymentMethods.save(
    { ...asked, ...details, stripePaymentMethodId: `pm_of_${linkId}` },
    actor,
  );
  const requested = await ledger.topUps.request(
    {
      accountId,
      walletId: buyer.walletId,
      buyerId: buyer.id,
      amount: money(50_000n, 'USD'),
      funding: 'buyer_card',
      paymentMethodId: card.id,
      payerLinkId: linkId,
      idempotency: { key: `payer-link:${linkId}`, requestHash: requestHash('/pay', linkId) },
    },
    actor,
  );
  if (requested.outcome !== 'accepted') throw new Error(requested.outcome);
  return recordDecline(ledger, requested.topUp);
}

async function cardToTry(chargeId: string) {
  const facts = await api.ledger.collections.facts(chargeId);
  if (facts.state !== 'open') throw new Error(facts.state);
  return facts.card;
}

describe('a card with which a payer pays by a link', () => {
  it('makes that payment and is none of his cards, unless he agrees to more', async () => {
    const paying = await openPaying();
    expect((await paying.pay('pm_card_visa~81')).body.state).toBe('processing');
    expect(await paying.topUps()).toMatchObject([{ amount: usd(50_000), paymentMethod: { brand: 'visa' } }]);
    expect(await paying.cards()).toEqual([]);
    const again = { amount: usd(1_000), funding: 'buyer_card' };
    const refused = await api.http.post(`/v1/wallets/${paying.buyer.walletId}/top-ups`, again);
    expect(refused.body.code).toBe('no_payment_method');
  });

  it('is kept with the very consent that was shown', async () => {
    const paying = await openPaying();
    const other = await paying.pay('pm_card_visa~82', { consent: { text: 'No.' } });
    expect([other.status, other.body.errors[0].field]).toEqual([400, 'consent.text']);
    expect(await paying.topUps()).toEqual([]);
    await paying.pay('pm_card_visa~82', { consent: paying.consent });
    expect(await paying.cards()).toMatchObject([
      { isDefault: true, consent: { ...paying.consent, by: 'Acme Solar, through a link' } },
    ]);
  });
});

describe('a card that the payer enters on Stripe’s page', () => {
  /** Where his browser comes back to. */
  async function enter(path: string, body: object): Promise<URL> {
    const page = await payer.post(`${path}/page`, body);
    const fields = new URLSearchParams({ card: 'pm_card_amex' });
    const answer = await fetch(page.body.url, { method: 'POST', body: fields, redirect: 'manual' });
    return new URL(answer.headers.get('location') ?? '');
  }

  it('is kept where he says so when he pays, whatever he said before he left', async () => {
    for (const keeps of [false, true]) {
      const { path, consent, cards } = await openPaying();
      const back = await enter(path, keeps ? {} : { consent });
      expect(back.searchParams.get('keep')).toBe(keeps ? null : 'yes');
      const checkoutSessionId = back.searchParams.get('card');
      const paid = await payer.post(`${path}/pay`, { checkoutSessionId, ...(keeps && { consent }) });
      expect(paid.body.state).toBe('processing');
      expect(await cards()).toMatchObject(keeps ? [{ brand: 'amex', isDefault: true, consent }] : []);
    }
  });
});

describe('another card for a payment that was declined', () => {
  it('is for the very same payment, and never called declined before it was tried', {
    timeout: 60_000,
  }, async () => {
    const paying = await openPaying();
    const chargeId = await decline(paying);
    expect(await cardToTry(chargeId)).toBeNull();
    const kept = { testCard: 'pm_card_amex~85' };
    await api.http.post(`/v1/buyers/${paying.buyer.id}/payment-methods`, kept);
    const answer = await paying.pay('pm_card_mastercard~85');
    expect(answer.body.state).toBe('processing');
    expect(await paying.topUps()).toHaveLength(1);
    // Whoever dies now: the workflow finds the card that it is to try, once, and no other is charged.
    expect(await cardToTry(chargeId)).toMatchObject({ brand: 'mastercard', isDefault: false });
    expect(await paying.cards()).toMatchObject([{ brand: 'amex', isDefault: true }]);
    expect((await payer.get(paying.path)).body.state).toBe('open');
  });

  it('becomes the default where the payer agrees to that', { timeout: 60_000 }, async () => {
    const paying = await openPaying();
    const chargeId = await decline(paying);
    await paying.pay('pm_card_mastercard~86', { consent: paying.consent });
    expect(await paying.cards()).toMatchObject([{ brand: 'mastercard', isDefault: true }]);
    expect(await cardToTry(chargeId)).toMatchObject({ brand: 'mastercard' });
  });
});
