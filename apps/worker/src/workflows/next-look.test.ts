import { SEARCH_ATTRIBUTES } from '@drawdown/shared/workflows';
import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CollectionsBench, openCollectionsBench } from '../testing/collections-bench.ts';
import { leadsOn } from '../testing/leads-bench.ts';
import { refundsOn } from '../testing/refunds-bench.ts';

let bench: CollectionsBench;

beforeAll(async () => {
  bench = await openCollectionsBench();
});

afterEach(async () => {
  await bench.calm();
  expect(await bench.ledger.checkInvariants()).toEqual([]);
});

afterAll(() => bench?.close());

type Shown = { flowState: unknown; next: unknown; details: string };

async function shown(handle: WorkflowHandle): Promise<Shown> {
  const { typedSearchAttributes } = await handle.describe();
  const attributes = new Map(
    typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value] as const),
  );
  const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  return {
    flowState: attributes.get(SEARCH_ATTRIBUTES.flowState),
    next: attributes.get(SEARCH_ATTRIBUTES.nextAttemptAt),
    details: currentDetails,
  };
}

/** Waits until operators can read there that Stripe's answer is missing, and when it is looked for again. */
async function expectNextLook(handle: WorkflowHandle): Promise<void> {
  await vi.waitFor(
    async () => {
      const { flowState, next, details } = await shown(handle);
      expect(flowState).toBe('unknown');
      expect(details).toMatch(/Next look at Stripe, then at least every ten minutes: 20\d\d-.* UTC$/);
      expect(next).toBeInstanceOf(Date);
    },
    { timeout: 20_000, interval: 100 },
  );
}

/** Stripe has a failure stored, which it repeats for as long as it is asked under the same key. */
const fails = (path: string) => bench.stripe.fault({ path, method: 'POST', mode: 'http_500', times: 1 });

describe('an operator sees until when Stripe is waited for, while nobody knows what came', () => {
  it('of a top-up', async () => {
    await fails('/confirm');
    const topUp = await bench.scenario.requestTopUp(await bench.scenario.buyerWithCard());
    await bench.topUps.firstOutcome(topUp);
    await expectNextLook(bench.topUps.handleOf(topUp.id));
  });

  it('of a retry', async () => {
    const { topUp } = await bench.declined('insufficient_funds');
    await bench.waiting(topUp.chargeId);
    await fails('/confirm');
    const asked = bench.retries.retryNow(topUp.chargeId).catch(() => undefined);
    await expectNextLook(bench.retries.handleOf(topUp.chargeId));
    await bench.retries.stop(topUp.chargeId);
    await asked;
  });

  it('of the charge for a lead', async () => {
    const leads = leadsOn(bench);
    await fails('/confirm');
    const lead = await leads.lead();
    const asked = leads.decide(lead).catch(() => undefined);
    await expectNextLook(leads.handleOf(lead.chargeId));
    await leads.handleOf(lead.chargeId).cancel();
    await asked;
  });

  it('of a refund', async () => {
    const refunds = refundsOn(bench);
    const paid = await refunds.paid();
    await fails('/v1/refunds');
    const refund = await refunds.request(paid, 10_000);
    await refunds.firstOutcome(refund);
    await expectNextLook(refunds.handleOf(refund.id));
  });
});

describe('an operator sees on a top-up what comes next for its charge', () => {
  it('which is its next attempt, after each decline', { timeout: 60_000 }, async () => {
    const { topUp } = await bench.declined('insufficient_funds');
    const first = await nextAttempt(topUp.chargeId);
    await expectNext(topUp.id, { words: 'Next attempt', at: first });

    await bench.retries.retryNow(topUp.chargeId);

    const second = await nextAttempt(topUp.chargeId);
    expect(second).not.toBe(first);
    await expectNext(topUp.id, { words: 'Next attempt', at: second });
  });

  it('which is its end, where nothing more is tried with this card', async () => {
    const { topUp } = await bench.declined('expired_card');
    await bench.waiting(topUp.chargeId);
    const retry = await shown(bench.retries.handleOf(topUp.chargeId));
    expect(retry).toMatchObject({ flowState: 'needs_card', next: expect.any(Date) });
    await expectNext(topUp.id, { words: 'Given up', at: String(isoOf(retry.next)) });
  });
});

async function nextAttempt(chargeId: string): Promise<string> {
  const { nextAttemptAt } = await bench.waiting(chargeId);
  if (nextAttemptAt === null) throw new Error('no attempt is to come');
  return nextAttemptAt;
}

async function expectNext(topUpId: string, { words, at }: { words: string; at: string }): Promise<void> {
  await vi.waitFor(
    async () => {
      const { next, details } = await shown(bench.topUps.handleOf(topUpId));
      expect(isoOf(next)).toBe(at);
      expect(details).toMatch(new RegExp(`collects it\\.\\n\\n${words}: 20\\d\\d-.* UTC$`));
    },
    { timeout: 20_000, interval: 100 },
  );
}

function isoOf(time: unknown): string | null {
  return time instanceof Date ? time.toISOString() : null;
}
