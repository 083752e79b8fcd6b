import type { WorkerProcess } from '@drawdown/worker/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { HASTY_POLICY, openAgency } from '../stage/agency.ts';
import { eventually } from '../stage/eventually.ts';
import { openTestStage, type TestStage } from '../stage/test-stage.ts';
import { attemptsOf, newsDelivered, openDeadCard, routeLeads } from './dead-card.ts';

let stage: TestStage;
let worker: WorkerProcess;

beforeAll(async () => {
  stage = await openTestStage();
  worker = await stage.bench.startWorker();
});
afterEach(() => stage.audit());
afterAll(async () => {
  await worker?.stop();
  await stage?.close();
});

/** The first attempt and what the schedule allows after it. */
const SCHEDULED = 1 + HASTY_POLICY.softIssuer.length;

test.each(['pause', 'continue'] as const)(
  'Card always declines, 10 000 draws in an hour: Stripe calls <= 1 + back-off; breaker on; one mail; zero junk invoices (policy %s)',
  async (failurePolicy) => {
    const { ledger } = stage.bench;
    const agency = await openAgency(stage, HASTY_POLICY);
    const card = `pm_card_chargeCustomerFail~${failurePolicy}`;
    const dead = { stage, agency, card, failurePolicy };
    const buyer = await openDeadCard(dead);
    const ruleOf = () => ledger.autoTopUps.get(agency.accountId, buyer.walletId);

    const routed = await routeLeads(dead, buyer.id);
    expect(Object.values(routed).reduce((sum, count) => sum + count)).toBe(10_000);
    await eventually(async () =>
      expect(await ruleOf()).toMatchObject({
        enabled: true,
        state: 'suspended',
        suspended: { because: 'retries_exhausted' },
      }),
    );
    // The same hour goes on: nothing more is asked for whatever the router does.
    await routeLeads(dead, buyer.id);
    await ledger.autoTopUps.sweep(100);
    await newsDelivered(stage);

    expect(await attemptsOf(stage, agency.accountId)).toBe(SCHEDULED);
    expect(await stage.bench.stripe.requests('/v1/invoice')).toEqual([]);
    expect(await agency.mails()).toEqual({ charge_declined: 1 });

    await agency.bringCard({ kind: 'buyer', buyerId: buyer.id }, card);
    await ledger.autoTopUps.sweep(100);
    await routeLeads(dead, buyer.id);
    await newsDelivered(stage);
    expect(await attemptsOf(stage, agency.accountId)).toBe(SCHEDULED);
    expect(await ruleOf()).toMatchObject({ state: 'suspended' });

    await agency.bringCard({ kind: 'buyer', buyerId: buyer.id }, `pm_card_visa~${failurePolicy}`);
    await eventually(async () => {
      expect(await ruleOf()).toMatchObject({ state: 'on', suspended: null });
      expect(await agency.pausesOf(buyer.id)).toEqual([]);
    });
    expect(await ledger.deliveries.deliver(agency.lead(buyer.id, 'the next lead', 100))).toMatchObject({
      outcome: 'delivered',
      delivery: { fundedBy: 'wallet' },
    });
  },
  120_000,
);
