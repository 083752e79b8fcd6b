import { tester, usd } from '@drawdown/ledger/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { restartAbandonedLeads } from '../janitor/lead-charges.ts';
import { createLeadChargeWorkflows } from '../temporal/lead-charge-workflows.ts';
import { type LeadsBench, openLeadsBench } from '../testing/leads-bench.ts';
import { openStripeProxy, type StripeProxy } from '../testing/stripe-proxy.ts';
import type { WorkerProcess } from '../worker-process.ts';

let bench: LeadsBench;
let worker: WorkerProcess;
let proxy: StripeProxy;

beforeAll(async () => {
  bench = await openLeadsBench({
    webhooks: true,
    stripeProxy: async (emulatorUrl) => {
      proxy = await openStripeProxy(emulatorUrl);
      return proxy;
    },
  });
  worker = await bench.startWorker();
});

afterEach(async () => {
  proxy.processing = false;
  await bench.stripe.clearFaults();
  await bench.stripe.webhooks('deliver');
  expect(await bench.ledger.checkInvariants()).toEqual([]);
});

afterAll(async () => {
  await worker?.stop();
  await bench?.close();
});

const continues = { failurePolicy: 'continue', exposureLimit: usd(100_000) } as const;

describe('a lead that a card pays for', () => {
  it('is delivered once the card has paid, and says so at once', async () => {
    const lead = await bench.lead();

    expect(await bench.decide(lead)).toEqual({ status: 'delivered' });

    expect(await bench.delivery(lead.deliveryId)).toMatchObject({ outcome: 'delivered', fundedBy: 'card' });
    expect(await bench.charged(lead)).toBe(1);
  });

  it('is one charge when twenty callers start it at once', async () => {
    const lead = await bench.lead();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => bench.decide(lead)));
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['delivered']));
    expect(await bench.charged(lead)).toBe(1);
  });

  it('is charged by the outbox where nobody starts it', async () => {
    const lead = await bench.lead();
    expect(await bench.decided(lead.deliveryId)).toMatchObject({ outcome: 'delivered' });
  });

  it('waits for its turn where ten attempts on its card are under way', { timeout: 120_000 }, async () => {
    const buyer = await bench.directBuyer();
    const leads = await Promise.all(Array.from({ length: 14 }, () => bench.pending(buyer.id)));
    await Promise.all(leads.map((lead) => bench.decide(lead)));
    for (const lead of leads)
      expect(await bench.delivery(lead.deliveryId)).toMatchObject({ outcome: 'delivered' });
  });
});

describe('a lead whose card is declined', () => {
  it.each(['insufficient_funds', 'lost_card', 'authentication_required'])(
    'is refused and pauses its buyer (%s): the payment is canceled first, and nothing is owed',
    async (code) => {
      const lead = await bench.lead(code);

      expect(await bench.decide(lead)).toEqual({ status: 'refused' });

      expect(await bench.delivery(lead.deliveryId)).toMatchObject({
        outcome: 'refused',
        refusalCode: 'card_declined',
      });
      expect(await bench.reasons(lead.buyer.id)).toEqual(['charge_declined']);
      expect(await bench.owed(lead.buyer.id)).toBe(0n);
      const charge = await bench.ledger.charges.get(lead.chargeId);
      expect(charge).toMatchObject({ status: 'declined', attempts: [{ outcome: 'declined' }] });
      const looked = await bench.payments.lookUpPaymentIntent(charge?.paymentIntentId ?? '', {
        knownStripeChargeIds: [],
      });
      expect(looked).toMatchObject({ outcome: 'canceled' });
    },
  );

  it('is delivered on trust where the buyer goes on, and collected as a top-up by the very payment', async () => {
    const lead = await bench.lead('insufficient_funds', continues);

    expect(await bench.decide(lead)).toEqual({ status: 'delivered' });

    expect(await bench.delivery(lead.deliveryId)).toMatchObject({ fundedBy: 'trust' });
    expect(await bench.owed(lead.buyer.id)).toBe(2_500n);
    const charge = await bench.ledger.charges.get(lead.chargeId);
    const topUpId = charge?.topUpId ?? '';
    await vi.waitFor(() => bench.retries.schedule(lead.chargeId), { timeout: 20_000, interval: 100 });
    await bench.stripe.cardAnswers(lead.buyer.card.stripePaymentMethodId, null);
    await vi.waitFor(() => bench.retries.retryNow(lead.chargeId), { timeout: 20_000, interval: 200 });

    expect(await bench.observe.ended(topUpId)).toMatchObject({ status: 'succeeded', trigger: 'debt' });
    expect(await bench.owed(lead.buyer.id)).toBe(0n);
    expect(await bench.charged(lead)).toBe(1);
    expect(await bench.confirmKeys(lead)).toEqual([':1', ':2']);
  });

  it('has what joined its debt collected as one sum once it is paid', { timeout: 60_000 }, async () => {
    const lead = await bench.lead('insufficient_funds', continues);
    await bench.decide(lead);
    for (const leadId of ['joined-1', 'joined-2']) {
      const joined = await bench.ledger.deliveries.deliver(bench.scenario.lead(lead.buyer.id, leadId, 1_000));
      expect(joined).toMatchObject({ outcome: 'delivered', delivery: { fundedBy: 'trust' } });
    }
    await vi.waitFor(() => bench.retries.schedule(lead.chargeId), { timeout: 20_000, interval: 100 });
    await bench.stripe.cardAnswers(lead.buyer.card.stripePaymentMethodId, null);
    await vi.waitFor(() => bench.retries.retryNow(lead.chargeId), { timeout: 20_000, interval: 200 });
    await vi.waitFor(async () => expect(await bench.owed(lead.buyer.id)).toBe(0n), { timeout: 30_000 });
    const topUps = await bench.ledger.topUps.list(
      bench.scenario.accountId,
      { walletId: lead.buyer.walletId },
      { limit: 9 },
    );
    expect(topUps.items.map(({ amount, status }) => [amount.amountMinor, status])).toEqual([
      [2_000n, 'succeeded'],
      [2_500n, 'succeeded'],
    ]);
  });

  it('makes no attempt where the card was declined for another lead a moment before', async () => {
    const buyer = await bench.directBuyer({}, 'insufficient_funds');
    const [first, second] = [await bench.pending(buyer.id), await bench.pending(buyer.id)];
    await bench.decide(first);

    expect(await bench.decide(second)).toEqual({ status: 'refused' });

    expect(await bench.confirmKeys(second)).toEqual([]);
    const next = await bench.ledger.deliveries.deliver(bench.scenario.lead(buyer.id, 'next', 2_500));
    expect(next).toMatchObject({ outcome: 'refused', code: 'delivery_paused' });
  });

  it('is refused where the card is gone from Stripe', async () => {
    const lead = await bench.lead();
    await bench.payments.detachCard(lead.buyer.card.stripePaymentMethodId);
    expect(await bench.decide(lead)).toEqual({ status: 'refused' });
    expect(await bench.charged(lead)).toBe(0);
  });

  it('gets leads again with another card', async () => {
    const lead = await bench.lead('insufficient_funds');
    await bench.decide(lead);
    await bench.scenario.changeCard(lead.buyer.id, `pm_card_visa~other-${lead.chargeId.slice(-6)}`);
    expect(await bench.reasons(lead.buyer.id)).toEqual([]);
    expect(await bench.decide(await bench.pending(lead.buyer.id))).toEqual({ status: 'delivered' });
  });

  it('charges the card when the wallet is empty, and goes on from the wallet once that holds the price', async () => {
    const lead = await bench.lead('insufficient_funds', { mechanism: 'wallet', fallbackToCard: true });
    expect(await bench.decide(lead)).toEqual({ status: 'refused' });
    expect(await bench.reasons(lead.buyer.id)).toEqual(['charge_declined']);
    await bench.scenario.credit(lead.buyer.walletId, 5_000);
    expect(await bench.reasons(lead.buyer.id)).toEqual([]);
    const next = await bench.ledger.deliveries.deliver(
      bench.scenario.lead(lead.buyer.id, 'from-wallet', 2_500),
    );
    expect(next).toMatchObject({ outcome: 'delivered', delivery: { fundedBy: 'wallet' } });
  });
});

describe('a lead whose charge nobody knows anything of', () => {
  it('stays pending, is charged once, and is delivered in the end', async () => {
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'drop_after', times: 2 });
    const lead = await bench.lead();
    expect(await bench.decide(lead)).toEqual({ status: 'delivered' });
    expect(await bench.charged(lead)).toBe(1);
    expect(await bench.confirmKeys(lead)).toEqual([':1']);
  });

  it('is asked for under a new key only once Stripe has shown that nothing was charged', {
    timeout: 60_000,
  }, async () => {
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'http_500', times: 1 });
    const lead = await bench.lead();
    const outcome = bench.decide(lead);
    await vi.waitFor(
      async () => expect(await bench.words(lead.chargeId)).toMatch(/^Checking with Stripe/),
      10_000,
    );
    expect(await bench.delivery(lead.deliveryId)).toMatchObject({ outcome: 'pending' });
    const hurry = setInterval(() => void bench.paymentChanged(lead.chargeId).catch(() => undefined), 300);
    expect(await outcome.finally(() => clearInterval(hurry))).toEqual({ status: 'delivered' });
    expect(await bench.charged(lead)).toBe(1);
    expect(await bench.confirmKeys(lead)).toEqual([':1', ':1:1']);
  });

  it('waits for what Stripe makes of it while Stripe is processing it', async () => {
    proxy.processing = true;
    const lead = await bench.lead();
    const outcome = bench.decide(lead);
    await vi.waitFor(
      async () => expect(await bench.words(lead.chargeId)).toMatch(/still processing/),
      10_000,
    );
    await bench.handleOf(lead.chargeId).cancel();
    proxy.processing = false;
    await bench.paymentChanged(lead.chargeId);
    expect(await outcome).toEqual({ status: 'delivered' });
  });

  it('is refused, and never charged, when an operator cancels it', async () => {
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'http_500', times: 1 });
    const lead = await bench.lead();
    const outcome = bench.decide(lead);
    await vi.waitFor(
      async () => expect(await bench.words(lead.chargeId)).toMatch(/^Checking with Stripe/),
      10_000,
    );
    await bench.handleOf(lead.chargeId).cancel();
    expect(await outcome).toEqual({ status: 'refused' });
    expect(await bench.charged(lead)).toBe(0);
    expect(await bench.reasons(lead.buyer.id)).toEqual([]);
  });

  it('survives being terminated: the janitor starts it again', { timeout: 60_000 }, async () => {
    proxy.processing = true;
    const lead = await bench.lead();
    const outcome = bench.decide(lead).catch(() => undefined);
    await vi.waitFor(
      async () => expect(await bench.words(lead.chargeId)).toMatch(/still processing/),
      10_000,
    );
    await bench.handleOf(lead.chargeId).terminate();
    await outcome;
    proxy.processing = false;
    const { ledger, log, client } = bench;
    const leadChargeWorkflows = createLeadChargeWorkflows(client);
    const sweep = () =>
      restartAbandonedLeads({ ledger, leadChargeWorkflows, log }, new Date(Date.now() + 1000));
    expect((await sweep()).map(({ input }) => input.chargeId)).toContain(lead.chargeId);
    expect(await bench.decided(lead.deliveryId)).toMatchObject({ outcome: 'delivered' });
    expect(await bench.charged(lead)).toBe(1);
  });
});

describe('money that comes in past us', () => {
  it('for a lead that was refused is in the wallet', async () => {
    const lead = await bench.lead();
    // Refused in the records alone: its payment was never canceled, which the process would have done first.
    await bench.stripe.fault({ path: '/payment_intents', method: 'POST', mode: 'http_500', times: 1 });
    const outcome = bench.decide(lead);
    await vi.waitFor(
      async () => expect(await bench.words(lead.chargeId)).toMatch(/^Checking with Stripe/),
      10_000,
    );
    await bench.ledger.leadCharges.refuse(lead.chargeId);
    const hurry = setInterval(() => void bench.paymentChanged(lead.chargeId).catch(() => undefined), 300);
    expect(await outcome.finally(() => clearInterval(hurry))).toEqual({ status: 'refused' });
    expect(await bench.charged(lead)).toBe(1);
    expect(await bench.scenario.balance(lead.buyer.walletId)).toBe(2_500n);
    expect(await bench.delivery(lead.deliveryId)).toMatchObject({ outcome: 'refused' });
  });
});

describe('an operator', () => {
  it('sees in Temporal whose lead it is and why it was refused', async () => {
    const lead = await bench.lead('insufficient_funds');
    await bench.decide(lead);
    const description = await bench.handleOf(lead.chargeId).describe();
    expect(await description.staticSummary()).toMatch(/^Lead lead-\d+ for Acme Solar: \$25\.00 by card$/);
    const attributes = description.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]);
    expect(Object.fromEntries(attributes)).toMatchObject({
      AccountId: lead.input.accountId,
      BuyerId: lead.buyer.id,
      WalletId: lead.input.walletId,
      AmountMinor: 2_500,
      FlowState: 'refused',
      FailureCode: 'insufficient_funds',
    });
  });

  it('is told by webhook what became of each lead, once', async () => {
    const { accountId } = bench.scenario;
    await bench.ledger.outgoingWebhooks.saveEndpoint(
      { accountId, url: 'http://127.0.0.1:9/none', enabled: false, rollSecret: false },
      tester,
    );
    const lead = await bench.lead();
    await bench.decide(lead);
    const { items } = await bench.ledger.outgoingWebhooks.list(accountId, { limit: 100 });
    const told = items.filter(({ payload }) => payload.deliveryId === lead.deliveryId);
    expect(told.map(({ type }) => type)).toEqual(['delivery.delivered']);
  });
});
