import { usd } from '@drawdown/ledger/testing';
import { afterAll, beforeAll, it, vi } from 'vitest';
import { createLeadChargeWorkflows } from '../temporal/lead-charge-workflows.ts';
import type { WorkerProcess } from '../worker-process.ts';
import { type LeadsBench, openLeadsBench, type PendingLead } from './leads-bench.ts';
import { storeHistory } from './store-history.ts';
import { openStripeProxy, type StripeProxy } from './stripe-proxy.ts';

/** Runs the charges of single leads to each of their endings and stores the histories in `folder`. */
export function recordLeads(folder: URL): void {
  let bench: LeadsBench;
  let worker: WorkerProcess;
  let proxy: StripeProxy;

  beforeAll(async () => {
    bench = await openLeadsBench({
      stripeProxy: async (emulatorUrl) => {
        proxy = await openStripeProxy(emulatorUrl);
        return proxy;
      },
    });
    worker = await bench.startWorker();
  });

  afterAll(async () => {
    await worker?.stop();
    await bench?.close();
  });

  async function store(name: string, lead: PendingLead): Promise<void> {
    await bench.handleOf(lead.chargeId).result();
    await storeHistory(new URL(`leads/${name}.json`, folder), bench.handleOf(lead.chargeId));
  }

  async function until(lead: PendingLead, words: RegExp): Promise<void> {
    await vi.waitFor(
      async () => {
        const said = await bench.words(lead.chargeId);
        if (!words.test(said)) throw new Error(said);
      },
      { timeout: 20_000, interval: 50 },
    );
  }

  it('stores a lead that was paid', async () => {
    const lead = await bench.lead();
    await bench.decide(lead);
    await store('delivered', lead);
  });

  it('stores a lead that was refused', async () => {
    const lead = await bench.lead('insufficient_funds');
    await bench.decide(lead);
    await store('refused', lead);
  });

  it('stores a lead that was delivered on trust', async () => {
    const lead = await bench.lead('insufficient_funds', {
      failurePolicy: 'continue',
      exposureLimit: usd(100_000),
    });
    await bench.decide(lead);
    await store('on-trust', lead);
  });

  it('stores a lead that was refused without an attempt', async () => {
    const buyer = await bench.directBuyer({}, 'insufficient_funds');
    const [first, second] = [await bench.pending(buyer.id), await bench.pending(buyer.id)];
    await bench.decide(first);
    await bench.decide(second);
    await store('not-tried', second);
  });

  it('stores a lead that was delivered on trust without an attempt', async () => {
    const terms = { failurePolicy: 'continue', exposureLimit: usd(100_000) } as const;
    const buyer = await bench.directBuyer(terms, 'insufficient_funds');
    const [first, second] = [await bench.pending(buyer.id), await bench.pending(buyer.id)];
    await bench.decide(first);
    await bench.decide(second);
    await store('on-trust-not-tried', second);
  });

  it('stores a lead that an operator gave up before its payment was set up', async () => {
    await bench.stripe.fault({ path: '/payment_intents', method: 'POST', mode: 'http_500', times: 1 });
    const lead = await bench.lead();
    const decided = bench.decide(lead);
    await until(lead, /^Checking with Stripe/);
    await bench.handleOf(lead.chargeId).cancel();
    await decided;
    await store('given-up-at-set-up', lead);
  });

  it('stores a start that found the lead decided', async () => {
    const lead = await bench.lead();
    await bench.decide(lead);
    await bench.handleOf(lead.chargeId).result();
    await createLeadChargeWorkflows(bench.client).startAgain(lead);
    await store('decided-before', lead);
  });

  it('stores a lead whose charge was unknown and that was paid under a new key', async () => {
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'http_500', times: 1 });
    const lead = await bench.lead();
    const decided = bench.decide(lead);
    await until(lead, /^Checking with Stripe/);
    const hurry = setInterval(() => void bench.paymentChanged(lead.chargeId).catch(() => undefined), 300);
    await decided.finally(() => clearInterval(hurry));
    await store('unknown-then-new-key', lead);
  });

  it('stores a lead whose payment was processed slowly, and could not be given up meanwhile', async () => {
    proxy.processing = true;
    const lead = await bench.lead();
    const decided = bench.decide(lead);
    await until(lead, /still processing/);
    await bench.handleOf(lead.chargeId).cancel();
    proxy.processing = false;
    await bench.paymentChanged(lead.chargeId);
    await decided;
    await store('processed-slowly', lead);
  });

  it('stores a lead that an operator gave up', async () => {
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'http_500', times: 1 });
    const lead = await bench.lead();
    const decided = bench.decide(lead);
    await until(lead, /^Checking with Stripe/);
    await bench.handleOf(lead.chargeId).cancel();
    await decided;
    await store('given-up', lead);
  });
}
