import { tester } from '@drawdown/ledger/testing';
import { STANDARD_RETRY_POLICY } from '@drawdown/shared/retries';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Failpoint } from './failpoints/failpoints.ts';
import { type MortalWorkers, openMortalWorkers } from './testing/mortal-workers.ts';
import type { PayerScenario } from './testing/payer-scenario.ts';
import { openWorkerBench, type WorkerBench } from './testing/worker-bench.ts';

/** On the way of a charge that is declined once, then paid on schedule. */
const ON_THE_WAY_TO_PAID: readonly Failpoint[] = [
  'charge-retry:after-confirm',
  'charge-retry:before-record-paid',
];

/** On the way of one that is given up. */
const ON_THE_WAY_TO_GIVEN_UP: readonly Failpoint[] = [
  'charge-retry:after-cancel',
  'charge-retry:after-close',
];

type RequestedTopUp = Awaited<ReturnType<PayerScenario['requestTopUp']>>;

let bench: WorkerBench;
let mortals: MortalWorkers;
let cards = 0;

beforeAll(async () => {
  bench = await openWorkerBench();
  mortals = await openMortalWorkers(bench);
  const retryPolicy = { ...STANDARD_RETRY_POLICY, softFunds: [1], giveUpAfter: 1, label: 'seconds' };
  await bench.ledger.accounts.updateSettings(bench.scenario.accountId, { retryPolicy }, tester);
});

afterAll(async () => {
  await mortals?.close();
  await bench?.close();
});

async function declining(code: string, times?: number): Promise<RequestedTopUp> {
  const buyer = await bench.scenario.buyerWithCard(`pm_card_visa~${code}-${++cards}`);
  const topUp = await bench.scenario.requestTopUp(buyer);
  await bench.stripe.cardAnswers(topUp.paymentMethod?.stripePaymentMethodId ?? '', code, times);
  return topUp;
}

describe('the worker process, while it collects charges', () => {
  it('charges once and credits once, or not at all, wherever it is killed', {
    timeout: 240_000,
  }, async () => {
    const paid: RequestedTopUp[] = [];
    for (const failpoint of ON_THE_WAY_TO_PAID) {
      paid.push(await declining('insufficient_funds', 1));
      await mortals.dieAt(failpoint);
    }
    const givenUp: RequestedTopUp[] = [];
    for (const failpoint of ON_THE_WAY_TO_GIVEN_UP) {
      givenUp.push(await declining('lost_card'));
      await mortals.dieAt(failpoint);
    }

    const survivor = await bench.startWorker();
    for (const topUp of paid) {
      await bench.observe.until(topUp.id, 'succeeded', 90_000);
      expect(await bench.observe.moneyMoved(topUp)).toEqual({ charged: 1, credited: 1 });
    }
    for (const topUp of givenUp) {
      await bench.observe.until(topUp.id, 'canceled', 90_000);
      expect(await bench.observe.moneyMoved(topUp)).toEqual({ charged: 0, credited: 0 });
    }
    await survivor.stop();
    expect(await bench.ledger.checkInvariants()).toEqual([]);
  });
});
