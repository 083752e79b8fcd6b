import { tester, usd } from '@drawdown/ledger/testing';
import { STANDARD_RETRY_POLICY } from '@drawdown/shared/retries';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Failpoint } from './failpoints/failpoints.ts';
import { type LeadsBench, openLeadsBench } from './testing/leads-bench.ts';
import { type MortalWorkers, openMortalWorkers } from './testing/mortal-workers.ts';

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
let mortals: MortalWorkers;

beforeAll(async () => {
  bench = await openLeadsBench();
  mortals = await openMortalWorkers(bench);
  const retryPolicy = { ...STANDARD_RETRY_POLICY, softFunds: [1], giveUpAfter: 60, label: 'seconds' };
  await bench.ledger.accounts.updateSettings(bench.scenario.accountId, { retryPolicy }, tester);
});

afterAll(async () => {
  await mortals?.close();
  await bench?.close();
});

type Lead = Awaited<ReturnType<LeadsBench['lead']>>;

describe('the worker process, while it charges for leads', () => {
  it('charges once and delivers once, refuses, or trusts, wherever it is killed', {
    timeout: 300_000,
  }, async () => {
    const delivered: Lead[] = [];
    for (const failpoint of ON_THE_WAY_TO_DELIVERED) {
      delivered.push(await bench.lead());
      await mortals.dieAt(failpoint);
    }
    const refused: Lead[] = [];
    for (const failpoint of ON_THE_WAY_TO_REFUSED) {
      refused.push(await bench.lead('insufficient_funds'));
      await mortals.dieAt(failpoint);
    }
    const trusted = await bench.directBuyer({ failurePolicy: 'continue', exposureLimit: usd(100_000) });
    await bench.stripe.cardAnswers(trusted.card.stripePaymentMethodId, 'insufficient_funds', 1);
    const owed = await bench.pending(trusted.id);
    await mortals.dieAt('lead-charge:before-record-decline');

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
