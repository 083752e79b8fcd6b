import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPaymentGateway } from '../gateway/payment-gateway.ts';
import { type GatewayBench, openGatewayBench, unique } from '../testing/gateway-bench.ts';

let bench: GatewayBench;
let customerId: string;

beforeAll(async () => {
  bench = await openGatewayBench();
  customerId = (await bench.customerWithCard()).customerId;
});

afterAll(() => bench.close());

describe('saving a card', () => {
  it('answers what may be shown of it', async () => {
    const saved = await bench.gateway.saveCard({ customerId, source: { testCard: 'pm_card_mastercard' } });
    expect(saved).toEqual({
      outcome: 'saved',
      card: {
        stripePaymentMethodId: expect.stringMatching(/^pm_/),
        brand: 'mastercard',
        last4: '4444',
        expMonth: expect.any(Number),
        expYear: expect.any(Number),
        fingerprint: expect.any(String),
      },
    });
  });

  it('knows the same card again by its fingerprint, and another by another', async () => {
    const fingerprintOf = async (testCard: string) => {
      const saved = await bench.gateway.saveCard({ customerId, source: { testCard } });
      return saved.outcome === 'saved' ? saved.card.fingerprint : null;
    };
    expect(await fingerprintOf('pm_card_visa')).toBe(await fingerprintOf('pm_card_visa'));
    expect(await fingerprintOf('pm_card_visa~2')).not.toBe(await fingerprintOf('pm_card_visa'));
  });

  it('is declined for a card that the bank declines at once', async () => {
    const source = { testCard: 'pm_card_visa_chargeDeclinedInsufficientFunds' };
    expect(await bench.gateway.saveCard({ customerId, source })).toMatchObject({
      outcome: 'declined',
      decline: { code: 'insufficient_funds' },
    });
  });

  it('is rejected for a card that does not exist', async () => {
    const source = { testCard: 'pm_card_nothing' };
    expect(await bench.gateway.saveCard({ customerId, source })).toMatchObject({ outcome: 'rejected' });
  });

  it('is rejected while Stripe’s form is not finished, or was another customer’s', async () => {
    const { setupIntentId, clientSecret } = await bench.gateway.createSetupIntent({ customerId });
    expect(clientSecret).not.toBe('');
    const source = { setupIntentId };
    expect(await bench.gateway.saveCard({ customerId, source })).toMatchObject({ outcome: 'rejected' });
    const other = await bench.customerWithCard();
    expect(await bench.gateway.saveCard({ customerId: other.customerId, source })).toMatchObject({
      outcome: 'rejected',
      detail: 'This card was saved for somebody else.',
    });
  });
});

describe('detaching a card', () => {
  it('is done once and harmless after that', async () => {
    const { stripePaymentMethodId } = await bench.customerWithCard();
    await bench.gateway.detachCard(stripePaymentMethodId);
    await bench.gateway.detachCard(stripePaymentMethodId);
    await bench.gateway.detachCard('pm_nobody');
  });
});

describe('looking a card up', () => {
  it('answers what Stripe knows now, as the bank changed it', async () => {
    const { customerId: owner, stripePaymentMethodId } = await bench.customerWithCard('pm_card_visa~lookup');
    const before = await bench.gateway.lookUpPaymentMethod(stripePaymentMethodId);
    await bench.control(`/cards/${stripePaymentMethodId}/auto-update`, { expYear: 2041 });
    const after = await bench.gateway.lookUpPaymentMethod(stripePaymentMethodId);
    if (before.outcome === 'gone') throw new Error('the card is gone');
    expect(after).toEqual({
      outcome: 'found',
      customerId: owner,
      card: { ...before.card, expYear: 2041 },
    });
  });

  it('says that it belongs to nobody any more, or never existed', async () => {
    const { stripePaymentMethodId } = await bench.customerWithCard();
    await bench.gateway.detachCard(stripePaymentMethodId);
    expect(await bench.gateway.lookUpPaymentMethod(stripePaymentMethodId)).toMatchObject({
      outcome: 'found',
      customerId: null,
    });
    expect(await bench.gateway.lookUpPaymentMethod('pm_nobody')).toEqual({ outcome: 'gone' });
  });

  it('is technical trouble while nobody answers', async () => {
    const { stripePaymentMethodId } = await bench.customerWithCard();
    await bench.control('/faults', { path: stripePaymentMethodId, mode: 'http_502', times: 1 });
    await expect(bench.gateway.lookUpPaymentMethod(stripePaymentMethodId)).rejects.toMatchObject({
      kind: 'unreachable',
    });
  });
});

describe('what the payer agreed to', () => {
  it('is kept at Stripe with the form that saves the card', async () => {
    const at = new Date('2026-11-23T00:00:00Z');
    const consent = { text: 'x'.repeat(600), by: 'Ada', at };
    const { setupIntentId } = await bench.gateway.createSetupIntent({ customerId, consent });
    const headers = { authorization: `Bearer ${bench.secretKey}` };
    const answer = await fetch(`${bench.url}/v1/setup_intents/${setupIntentId}`, { headers });
    expect(await answer.json()).toMatchObject({
      usage: 'off_session',
      metadata: { consentText: 'x'.repeat(500), consentBy: 'Ada', consentAt: at.toISOString() },
    });
  });
});

describe('a customer', () => {
  it('is there until it is deleted, and never again', async () => {
    const { customerId: owner, stripePaymentMethodId } = await bench.customerWithCard();
    expect(await bench.gateway.isCustomerDeleted(owner)).toBe(false);
    const headers = { authorization: `Bearer ${bench.secretKey}` };
    await fetch(`${bench.url}/v1/customers/${owner}`, { method: 'DELETE', headers });
    expect(await bench.gateway.isCustomerDeleted(owner)).toBe(true);
    expect(await bench.gateway.isCustomerDeleted('cus_nobody')).toBe(true);
    expect(await bench.gateway.lookUpPaymentMethod(stripePaymentMethodId)).toMatchObject({
      customerId: null,
    });
    await bench.control('/faults', { path: owner, mode: 'http_502', times: 1 });
    await expect(bench.gateway.isCustomerDeleted(owner)).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('is created once under one key', async () => {
    const customer = { idempotencyKey: unique('cus'), name: 'Acme', email: null, metadata: {} };
    expect(await bench.gateway.createCustomer(customer)).toEqual(
      await bench.gateway.createCustomer(customer),
    );
  });

  it('cannot be created while nobody answers, or somebody else does', async () => {
    const customer = { idempotencyKey: unique('cus'), name: 'Acme', email: null, metadata: {} };
    const server = createServer((_request, response) => response.end('{"message":"bad gateway"}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const apiUrl = `http://127.0.0.1:${port}`;
    const gateway = createPaymentGateway({ secretKey: 'sk_test_1', apiUrl, webhookSecrets: [] });
    await expect(gateway.createCustomer(customer)).rejects.toMatchObject({ kind: 'unreachable' });
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    await expect(gateway.createCustomer(customer)).rejects.toMatchObject({ kind: 'unreachable' });
  });
});

describe('the gateway', () => {
  it('knows what it talks to, and never shows a live key to a stand-in', () => {
    const mode = (secretKey: string, apiUrl?: string) =>
      createPaymentGateway({ secretKey, apiUrl, webhookSecrets: [] }).mode;
    expect(mode('sk_test_1')).toBe('test');
    expect(mode('sk_live_1')).toBe('live');
    expect(mode('sk_test_1', bench.url)).toBe('emulator');
    expect(() => mode('sk_live_1', bench.url)).toThrow('STRIPE_API_URL');
  });
});
