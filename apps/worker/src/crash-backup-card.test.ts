import { tester } from '@drawdown/ledger/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Failpoint } from './failpoints/failpoints.ts';
import { type MortalWorkers, openMortalWorkers } from './testing/mortal-workers.ts';
import type { PayerScenario } from './testing/payer-scenario.ts';
import { openWorkerBench, type WorkerBench } from './testing/worker-bench.ts';

/** Around the step that records a decline and answers the backup card instead of what follows from it. */
const POINTS: readonly Failpoint[] = ['top-up:before-record-decline', 'top-up:after-record-decline'];

let bench: WorkerBench;
let mortals: MortalWorkers;

beforeAll(async () => {
  bench = await openWorkerBench();
  mortals = await openMortalWorkers(bench);
});

afterAll(async () => {
  await mortals?.close();
  await bench?.close();
});

type Scene = { buyerId: string; topUp: Awaited<ReturnType<PayerScenario['requestTopUp']>> };

async function declinedWithBackup(name: string): Promise<Scene> {
  const { scenario, ledger, stripe } = bench;
  const buyer = await scenario.buyerWithCard(`pm_card_visa~${name}`);
  const payer = { kind: 'buyer', buyerId: buyer.id } as const;
  const backup = await scenario.saveCard(payer, `pm_card_visa~${name}-backup`);
  await ledger.paymentMethods.setBackup(
    { accountId: scenario.accountId, payer, paymentMethodId: backup.id, consentText: 'charge this one too' },
    tester,
  );
  const topUp = await scenario.requestTopUp(buyer);
  await stripe.cardAnswers(topUp.paymentMethod?.stripePaymentMethodId ?? '', 'insufficient_funds');
  return { buyerId: buyer.id, topUp };
}

describe('the worker process, while a first decline has no consequences yet', () => {
  it('asks the backup card once and pauses nobody, wherever it is killed', { timeout: 240_000 }, async () => {
    const scenes: Scene[] = [];
    for (const point of POINTS) {
      scenes.push(await declinedWithBackup(point.replace('top-up:', '')));
      await mortals.dieAt(point);
    }
    const survivor = await bench.startWorker();
    for (const { topUp, buyerId } of scenes) {
      expect(await bench.observe.until(topUp.id, 'succeeded', 90_000)).toMatchObject({
        attempts: [{ outcome: 'declined' }, { outcome: 'succeeded' }],
      });
      expect(await bench.observe.moneyMoved(topUp)).toEqual({ charged: 1, credited: 1 });
      expect(await bench.ledger.pauses.facts(buyerId)).toMatchObject({ open: [] });
    }
    const { items } = await bench.ledger.emails.list(bench.scenario.accountId, { limit: 100 });
    expect(items.map(({ kind }) => kind).sort()).toEqual([
      'charge_declined',
      'charge_declined',
      'receipt',
      'receipt',
    ]);
    await survivor.stop();
    expect(await bench.ledger.checkInvariants()).toEqual([]);
  });
});
