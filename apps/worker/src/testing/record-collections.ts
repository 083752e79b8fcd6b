import { tester } from '@drawdown/ledger/testing';
import { STANDARD_RETRY_POLICY } from '@drawdown/shared/retries';
import { it } from 'vitest';
import type { CollectionsBench, RequestedTopUp } from './collections-bench.ts';
import { storeHistory } from './store-history.ts';
import type { StripeProxy } from './stripe-proxy.ts';

/** Failing charges and their top-ups, to each of their endings. */
export function recordCollections(
  folder: URL,
  parts: () => { bench: CollectionsBench; proxy: StripeProxy },
): void {
  async function failing(code = 'insufficient_funds') {
    const { bench } = parts();
    const failed = await bench.declined(code);
    await bench.waiting(failed.topUp.chargeId);
    return failed;
  }

  async function store(name: string, topUp: RequestedTopUp): Promise<void> {
    const { bench } = parts();
    await bench.observe.ended(topUp.id);
    await storeHistory(new URL(`${name}.json`, folder), bench.topUps.handleOf(topUp.id));
    await storeHistory(new URL(`${name}.retry.json`, folder), bench.retries.handleOf(topUp.chargeId));
  }

  it('stores a charge that was paid by another card', async () => {
    const { topUp, buyer } = await failing();
    await parts().bench.scenario.changeCard(buyer.id, 'pm_card_visa~recorded');
    await parts().bench.retries.paymentMethodUpdated(topUp.chargeId);
    await store('paid-by-another-card', topUp);
  });

  it('stores a charge that was declined again and paid when somebody asked', async () => {
    const { bench } = parts();
    const { topUp, card } = await failing();
    await bench.retries.retryNow(topUp.chargeId);
    await bench.waiting(topUp.chargeId);
    await bench.stripe.cardAnswers(card.stripePaymentMethodId, null);
    await bench.retries.retryNow(topUp.chargeId);
    await store('paid-when-asked', topUp);
  });

  it('stores a charge that the payer confirmed', async () => {
    const { bench } = parts();
    const { topUp } = await failing('authentication_required');
    const { paymentIntentId } = await bench.observe.row(topUp.id);
    await bench.stripe.authenticate(paymentIntentId ?? '', 'success');
    await bench.retries.paymentChanged(topUp.chargeId);
    await store('confirmed-by-payer', topUp);
  });

  it.each([
    ['stopped', 'stop'],
    ['written-off', 'writeOff'],
    ['paid-outside', 'markPaid'],
  ] as const)('stores a charge that was %s', async (name, how) => {
    const { topUp } = await failing();
    await parts().bench.retries[how](topUp.chargeId);
    await store(name, topUp);
  });

  it('stores a charge whose money came in in another way', async () => {
    const { topUp } = await failing();
    await parts().bench.retries.fundedOtherwise(topUp.chargeId);
    await store('funded-otherwise', topUp);
  });

  it('stores a top-up that was canceled while its charge was collected', async () => {
    const { topUp } = await failing();
    await parts().bench.topUps.cancel(topUp.id);
    await store('canceled-while-collected', topUp);
  });

  it('stores an attempt whose outcome was unknown and that was processed slowly', async () => {
    const { bench, proxy } = parts();
    const { topUp, card } = await failing();
    await bench.stripe.cardAnswers(card.stripePaymentMethodId, null);
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'drop_after', times: 2 });
    proxy.processing = true;
    const asked = bench.retries.retryNow(topUp.chargeId);
    await bench.until(topUp.chargeId, 'processing');
    await bench.retries.stop(topUp.chargeId);
    proxy.processing = false;
    await bench.retries.paymentChanged(topUp.chargeId);
    await asked;
    await store('unknown-then-processed-slowly', topUp);
  });

  it('stores a charge that was tried on schedule and given up', async () => {
    const { bench } = parts();
    const retryPolicy = { ...STANDARD_RETRY_POLICY, softFunds: [2, 2], giveUpAfter: 8, label: 'seconds' };
    await bench.ledger.accounts.updateSettings(bench.scenario.accountId, { retryPolicy }, tester);
    const { topUp } = await failing();
    await store('given-up', topUp);
  });
}
