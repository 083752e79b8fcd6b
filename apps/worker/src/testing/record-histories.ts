import { tester, usd } from '@drawdown/ledger/testing';
import { afterAll, beforeAll, it, vi } from 'vitest';
import { createTopUpWorkflows } from '../temporal/top-up-workflows.ts';
import { type CollectionsBench, openCollectionsBench } from './collections-bench.ts';
import { recordBlockedCards } from './record-blocked-cards.ts';
import { recordCollections } from './record-collections.ts';
import { recordLeftCharges } from './record-left-charges.ts';
import { storeHistory } from './store-history.ts';
import { openStripeProxy, type StripeProxy } from './stripe-proxy.ts';

/** Runs top-ups and failing charges to each of their endings and stores the histories in `folder`. */
export function recordEveryEnding(folder: URL): void {
  let bench: CollectionsBench;
  let proxy: StripeProxy;

  beforeAll(async () => {
    bench = await openCollectionsBench({
      stripeProxy: async (emulatorUrl) => {
        proxy = await openStripeProxy(emulatorUrl);
        return proxy;
      },
    });
  });

  afterAll(() => bench?.close());

  async function started(testCard?: string) {
    const topUp = await bench.scenario.requestTopUp(await bench.scenario.buyerWithCard(testCard));
    await bench.topUps.firstOutcome(topUp);
    return topUp;
  }

  async function store(name: string, topUpId: string): Promise<void> {
    await bench.observe.ended(topUpId);
    await storeHistory(new URL(`${name}.json`, folder), bench.topUps.handleOf(topUpId));
  }

  it('stores a success', async () => {
    await store('succeeded', (await started()).id);
  });

  it('stores a start that found the top-up paid', async () => {
    const topUp = await started();
    await bench.observe.ended(topUp.id);
    await createTopUpWorkflows(bench.client).startAgain(topUp);
    await bench.topUps.handleOf(topUp.id).result();
    await store('ended-before', topUp.id);
  });

  it('stores a payment that Stripe refused to set up', async () => {
    const { ledger, scenario, topUps } = bench;
    await ledger.accounts.updateSettings(scenario.accountId, { topUpMinimum: usd(10) }, tester);
    const topUp = await scenario.requestTopUp(await scenario.buyerWithCard(), 10);
    await topUps.firstOutcome(topUp);
    await store('refused-at-set-up', topUp.id);
  });

  it('stores a payment that was canceled before it could be set up', async () => {
    await bench.stripe.fault({ path: '/payment_intents', method: 'POST', mode: 'http_500', times: 1 });
    const topUp = await started();
    await bench.topUps.cancel(topUp.id);
    await store('canceled', topUp.id);
  });

  it('stores an unknown outcome that the same key cleared up', async () => {
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'drop_after', times: 2 });
    await store('unknown-then-succeeded', (await started()).id);
  });

  it.each([
    ['unknown-then-new-key', '/confirm'],
    ['unknown-creation', '/payment_intents'],
  ])('stores %s', async (name, path) => {
    await bench.stripe.fault({ path, method: 'POST', mode: 'http_500', times: 1 });
    const topUp = await started();
    await vi.waitFor(
      async () => {
        if ((await bench.topUps.handleOf(topUp.id).describe()).status.name === 'COMPLETED') return;
        await bench.topUps.paymentChanged(topUp.id);
        throw new Error('still unknown');
      },
      { timeout: 25_000, interval: 200 },
    );
    await store(name, topUp.id);
  });

  it('stores a payment that Stripe processed slowly and that could not be canceled meanwhile', async () => {
    proxy.processing = true;
    const topUp = await started();
    await bench.topUps.cancel(topUp.id);
    proxy.processing = false;
    await bench.topUps.paymentChanged(topUp.id);
    await store('processed-slowly', topUp.id);
  });

  recordCollections(folder, () => ({ bench, proxy }));
  recordBlockedCards(folder, () => bench);
  recordLeftCharges(folder, () => bench);
}
