import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTopUpWorkflows } from '../temporal/top-up-workflows.ts';
import { type CollectionsBench, ONCE, openCollectionsBench } from '../testing/collections-bench.ts';

let bench: CollectionsBench;

beforeAll(async () => {
  bench = await openCollectionsBench();
});

afterEach(async () => {
  await bench.calm();
  expect(await bench.ledger.checkInvariants()).toEqual([]);
});

afterAll(() => bench?.close());

const requested = async () => bench.scenario.requestTopUp(await bench.scenario.buyerWithCard());

describe('a top-up that is canceled at Temporal', () => {
  it('while nobody knows what came of its charge is left as it is, and paid once by the next run', {
    timeout: 60_000,
  }, async () => {
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'drop_after', times: 4 });
    const topUp = await requested();
    expect(await bench.firstOutcome(topUp)).toEqual({ status: 'processing' });
    await bench.topUps.handleOf(topUp.id).cancel();
    await expect(bench.topUps.handleOf(topUp.id).result()).rejects.toThrow();
    expect(await bench.observe.row(topUp.id)).toMatchObject({ status: 'processing' });

    await createTopUpWorkflows(bench.client).startAgain(await bench.observe.row(topUp.id));

    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    expect(await bench.confirmKeys(topUp)).toEqual([':1']);
  });

  it('while the card is being charged ends with what came of it', async () => {
    await bench.stripe.fault({ path: '/confirm', method: 'POST', mode: 'delay', times: 1, delayMs: 1500 });
    const topUp = await requested();
    const firstOutcome = bench.firstOutcome(topUp);
    await vi.waitFor(async () => expect(await bench.confirmKeys(topUp)).toEqual([':1']), 10_000);
    await bench.topUps.handleOf(topUp.id).cancel();

    expect(await firstOutcome).toEqual({ status: 'succeeded' });
    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });

  it('answers whoever waits for it, without having given anything up', async () => {
    await bench.stripe.fault({ path: '/payment_intents', method: 'POST', mode: 'http_500', times: 1 });
    const topUp = await requested();
    await bench.firstOutcome(topUp);
    await bench.topUps.handleOf(topUp.id).cancel();
    const answer = await bench.topUps.cancel(topUp.id).catch((error: Error) => error.name);
    // Where the run had ended already there is nobody to answer.
    expect([expect.objectContaining({ canceled: false }), 'WorkflowNotFoundError']).toContainEqual(answer);
    expect(await bench.observe.row(topUp.id)).toMatchObject({ status: 'processing' });
  });
});

describe('a top-up that is reset in Temporal', () => {
  it.each([
    ['before its card was charged', 'confirmPaymentIntent'],
    ['after its card was charged, before the credit', 'creditTopUp'],
  ])('to the moment %s is charged and credited once', { timeout: 60_000 }, async (_moment, activity) => {
    const topUp = await requested();
    expect(await bench.firstOutcome(topUp)).toEqual({ status: 'succeeded' });
    await bench.observe.ended(topUp.id);

    await resetToBefore(topUp.id, activity);

    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
    expect(await bench.topUps.handleOf(topUp.id).result()).toEqual({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    expect(await bench.confirmKeys(topUp)).toEqual([':1']);
  });

  it('to a moment before its charge was collected has it collected on, once', {
    timeout: 90_000,
  }, async () => {
    const { topUp, card } = await bench.declined('insufficient_funds');
    await bench.waiting(topUp.chargeId);

    await resetToBefore(topUp.id, 'recordDecline');

    await vi.waitFor(async () => expect(await bench.topUps.words(topUp.id)).toContain('collects it'), 20_000);
    expect(await bench.confirmKeys(topUp)).toEqual([':1']);
    await bench.stripe.cardAnswers(card.stripePaymentMethodId, null);
    expect(await bench.retries.retryNow(topUp.chargeId)).toEqual({ outcome: 'paid' });
    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  });
});

/** A new run that goes on from where the first one was about to do this. */
async function resetToBefore(topUpId: string, activityName: string): Promise<void> {
  const handle = bench.topUps.handleOf(topUpId);
  const { events } = await handle.fetchHistory();
  const scheduled = events?.find(
    ({ activityTaskScheduledEventAttributes: attributes }) => attributes?.activityType?.name === activityName,
  );
  const taskId = scheduled?.activityTaskScheduledEventAttributes?.workflowTaskCompletedEventId;
  if (!taskId) throw new Error(`it never did ${activityName}`);
  const { workflowId, runId } = await handle.describe();
  await bench.client.workflowService.resetWorkflowExecution({
    namespace: bench.namespace,
    workflowExecution: { workflowId, runId },
    workflowTaskFinishEventId: taskId,
    requestId: `${runId}:${activityName}`,
    reason: 'an operator was curious',
  });
  await vi.waitFor(async () => expect((await handle.describe()).runId).not.toBe(runId), 10_000);
}
