import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { tester, usd } from '@drawdown/ledger/testing';
import { STANDARD_RETRY_POLICY } from '@drawdown/shared/retries';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Failpoint } from './failpoints/failpoints.ts';
import { type ChildWorker, spawnWorker } from './testing/child-worker.ts';
import { type LeadsBench, openLeadsBench } from './testing/leads-bench.ts';

/** After the charge and before it is known, and around the posting. */
const ON_THE_WAY_TO_DELIVERED: readonly Failpoint[] = [
  'lead-charge:after-confirm',
  'lead-charge:before-deliver',
  'lead-charge:after-deliver',
];

/** Around the decline, the cancellation of its payment and the refusal. */
const ON_THE_WAY_TO_REFUSED: readonly Failpoint[] = [
  'lead-charge:after-record-decline',
  'lead-charge:after-cancel',
];

let bench: LeadsBench;
let directory: string;
const children: ChildWorker[] = [];

beforeAll(async () => {
  bench = await openLeadsBench();
  directory = await mkdtemp(path.join(os.tmpdir(), 'drawdown-failpoints-'));
  const retryPolicy = { ...STANDARD_RETRY_POLICY, softFunds: [1], giveUpAfter: 60, label: 'seconds' };
  await bench.ledger.accounts.updateSettings(bench.scenario.accountId, { retryPolicy }, tester);
});

afterAll(async () => {
  for (const child of children) child.kill();
  await rm(directory, { recursive: true, force: true });
  await bench?.close();
});

async function dieAt(failpoint: Failpoint): Promise<void> {
  const child = spawnWorker({
    DATABASE_URL: bench.databaseUrl,
    STRIPE_SECRET_KEY: bench.stripeSecretKey,
    STRIPE_API_URL: bench.stripeUrl,
    TEMPORAL_ADDRESS: bench.temporalAddress,
    TEMPORAL_NAMESPACE: bench.namespace,
    DRAWDOWN_FAILPOINT: failpoint,
    DRAWDOWN_FAILPOINT_DIR: directory,
  });
  children.push(child);
  expect(await child.ended, failpoint).toEqual({ code: null, signal: 'SIGKILL' });
}

type Lead = Awaited<ReturnType<LeadsBench['lead']>>;

describe('the worker process, while it charges for leads', () => {
  it('charges once and delivers once, refuses, or trusts, wherever it is killed', {
    timeout: 300_000,
  }, async () => {
    const delivered: Lead[] = [];
    for (const failpoint of ON_THE_WAY_TO_DELIVERED) {
      delivered.push(await bench.lead());
      await dieAt(failpoint);
    }
    const refused: Lead[] = [];
    for (const failpoint of ON_THE_WAY_TO_REFUSED) {
      refused.push(await bench.lead('insufficient_funds'));
      await dieAt(failpoint);
    }
    const trusted = await bench.directBuyer({ failurePolicy: 'continue', exposureLimit: usd(100_000) });
    await bench.stripe.cardAnswers(trusted.card.stripePaymentMethodId, 'insufficient_funds', 1);
    const owed = await bench.pending(trusted.id);
    await dieAt('lead-charge:before-record-decline');

    const survivor = await bench.startWorker();
    for (const lead of delivered) {
      expect(await bench.decided(lead.deliveryId, 90_000)).toMatchObject({
        outcome: 'delivered',
        fundedBy: 'card',
      });
      expect(await bench.charged(lead)).toBe(1);
    }
    for (const lead of refused) {
      expect(await bench.decided(lead.deliveryId, 90_000)).toMatchObject({ outcome: 'refused' });
      expect(await bench.charged(lead)).toBe(0);
      expect(await bench.reasons(lead.buyer.id)).toEqual(['charge_declined']);
    }
    expect(await bench.decided(owed.deliveryId, 90_000)).toMatchObject({
      outcome: 'delivered',
      fundedBy: 'trust',
    });
    const { topUpId } = (await bench.ledger.charges.get(owed.chargeId)) ?? {};
    await bench.observe.until(topUpId ?? '', 'succeeded', 90_000);
    expect(await bench.owed(trusted.id)).toBe(0n);
    expect(await bench.charged(owed)).toBe(1);
    await survivor.stop();
    expect(await bench.ledger.checkInvariants()).toEqual([]);
  });
});
