import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CollectionsBench, NEVER, ONCE, openCollectionsBench } from '../testing/collections-bench.ts';
import { installQuietRuntime } from '../testing/quiet-runtime.ts';
import { findTimeSkippingServer } from '../testing/time-skipping/server.ts';

const server = await findTimeSkippingServer();
if (!server.found) console.warn(`Skipped, because ${server.reason}: weeks of retries`);

// A server of its own for each test: how long a charge has failed is counted from a date in the database, which does
// not skip any time.
describe.skipIf(!server.found)('weeks of retries', { timeout: 90_000 }, () => {
  let environment: TestWorkflowEnvironment;
  let bench: CollectionsBench;

  beforeEach(async () => {
    installQuietRuntime();
    const path = server.found ? server.executable : '';
    environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
    bench = await openCollectionsBench({ temporalAddress: environment.address, namespace: 'default' });
  });

  afterEach(async () => {
    await bench?.close();
    await environment?.teardown();
  });

  const attempts = async (topUpId: string) => (await bench.observe.row(topUpId)).attempts.length;

  it('a card without money is tried after 1, 3, 5 and 7 days, and then another card is waited for', async () => {
    const { topUp, buyer } = await started('insufficient_funds');
    for (const [index, days] of [1, 3, 5, 7].entries()) {
      await environment.sleep(`${days * 24 - 8} hours`);
      expect(await attempts(topUp.id), `just before ${days} days`).toBe(index + 1);
      await environment.sleep('510 minutes');
      await vi.waitFor(async () => expect(await attempts(topUp.id)).toBe(index + 2), 10_000);
      await bench.waiting(topUp.chargeId);
    }
    expect((await bench.waiting(topUp.chargeId)).words).toMatch(/Waits for another card/);
    await environment.sleep('5 days');
    expect(await attempts(topUp.id)).toBe(5);

    // Three weeks after the first decline.
    await bench.scenario.changeCard(buyer.id, 'pm_card_visa~three-weeks-later');
    await bench.observe.until(topUp.id, 'succeeded');
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    expect(await bench.confirmKeys(topUp)).toEqual([':1', ':2', ':3', ':4', ':5', ':6']);
    expect(await historyLength(topUp.chargeId)).toBeLessThan(600);
  });

  it('a card that is lost is never tried again, and the charge is given up after thirty days', async () => {
    const { topUp } = await started('lost_card');
    await environment.sleep('29 days');
    expect(await bench.observe.row(topUp.id)).toMatchObject({ status: 'retrying' });
    await environment.sleep('2 days');

    await bench.observe.until(topUp.id, 'canceled');
    expect(await bench.confirmKeys(topUp)).toEqual([':1']);
    expect(await bench.ledger.collections.facts(topUp.chargeId)).toEqual({
      state: 'ended',
      closedAs: 'given_up',
    });
    expect(await bench.paymentIntentStatus(topUp)).toBe('canceled');
    expect(await bench.observe.moneyMoved(topUp)).toEqual(NEVER);
  });

  it('a card that has money again on the third day is charged then, once', async () => {
    const { topUp, card } = await started('insufficient_funds');
    await environment.sleep('25 hours');
    await vi.waitFor(async () => expect(await attempts(topUp.id)).toBe(2), 10_000);
    await bench.stripe.cardAnswers(card.stripePaymentMethodId, null);
    await environment.sleep('73 hours');

    await bench.observe.until(topUp.id, 'succeeded');
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });

  it('half an hour of failures at Stripe is no decline, and charges once in the end', async () => {
    const { topUp, card } = await started('insufficient_funds');
    await bench.stripe.cardAnswers(card.stripePaymentMethodId, null);
    await bench.stripe.fault({ path: '/payment_intents', mode: 'http_500', times: 25 });
    await environment.sleep('25 hours');
    await environment.sleep('40 minutes');

    await bench.observe.until(topUp.id, 'succeeded');
    const { attempts: made } = await bench.observe.row(topUp.id);
    expect(made).toMatchObject([{ outcome: 'declined' }, { outcome: 'succeeded' }]);
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });

  it('a payment that the payer confirms after two weeks is noticed although no webhook ever came', async () => {
    const { topUp } = await started('authentication_required', 'requires_action');
    await environment.sleep('14 days');
    const { paymentIntentId } = await bench.observe.row(topUp.id);
    await bench.stripe.authenticate(paymentIntentId ?? '', 'success');
    await environment.sleep('25 hours');

    await bench.observe.until(topUp.id, 'succeeded');
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });

  async function started(code: string, status: 'retrying' | 'requires_action' = 'retrying') {
    const failing = await bench.failing(code);
    await bench.observe.until(failing.topUp.id, status);
    await bench.waiting(failing.topUp.chargeId);
    return failing;
  }

  async function historyLength(chargeId: string): Promise<number> {
    return (await bench.retries.handleOf(chargeId).describe()).historyLength;
  }
});
