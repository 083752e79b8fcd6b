import {
  BILLING_TASK_QUEUE,
  CHARGE_RETRY_WORKFLOW,
  type ChargeRetryInput,
  chargeRetryWorkflowId,
} from '@drawdown/shared/workflows';
import type { WorkflowHandle } from '@temporalio/client';
import { it, vi } from 'vitest';
import { topUpInput } from '../temporal/top-up-start.ts';
import type { CollectionsBench } from './collections-bench.ts';
import { storeHistory } from './store-history.ts';

/** Runs that end with the charge as it is, for the next run, and one that comes when it is over. */
export function recordLeftCharges(folder: URL, benchOf: () => CollectionsBench): void {
  async function failing() {
    const bench = benchOf();
    const failed = await bench.declined('insufficient_funds');
    await bench.waiting(failed.topUp.chargeId);
    return failed;
  }

  /** Cancels the present run, and stores it once it has ended. */
  async function storeCanceled(name: string, handle: WorkflowHandle): Promise<void> {
    const { workflowId, runId } = await handle.describe();
    await handle.cancel();
    const run = benchOf().client.workflow.getHandle(workflowId, runId);
    await vi.waitFor(
      async () => {
        const { status } = await run.describe();
        if (status.name !== 'CANCELLED') throw new Error(`the run is ${status.name}`);
      },
      { timeout: 20_000, interval: 50 },
    );
    await storeHistory(new URL(`${name}.json`, folder), run);
  }

  it('stores a process that was canceled in Temporal, and the top-up that began another', async () => {
    const bench = benchOf();
    const { topUp, card } = await failing();
    const { chargeId } = topUp;
    await storeCanceled('canceled-in-temporal.retry', bench.retries.handleOf(chargeId));
    await bench.stripe.cardAnswers(card.stripePaymentMethodId, null);
    await vi.waitFor(() => bench.retries.retryNow(chargeId), { timeout: 25_000, interval: 200 });
    await bench.observe.ended(topUp.id);
    await bench.topUps.handleOf(topUp.id).result();
    await storeHistory(new URL('paid-after-canceled-process.json', folder), bench.topUps.handleOf(topUp.id));
  });

  it('stores a top-up that was canceled in Temporal', async () => {
    const { topUp } = await failing();
    await storeCanceled('canceled-in-temporal', benchOf().topUps.handleOf(topUp.id));
  });

  it('stores a start that found the charge paid', async () => {
    const { client, scenario, firstOutcome, observe } = benchOf();
    const topUp = await scenario.requestTopUp(await scenario.buyerWithCard());
    await firstOutcome(topUp);
    await observe.ended(topUp.id);
    const { trigger: _, ...input } = topUpInput(topUp);
    const handle = await client.workflow.start<(input: ChargeRetryInput) => Promise<unknown>>(
      CHARGE_RETRY_WORKFLOW,
      {
        workflowId: chargeRetryWorkflowId(topUp.chargeId),
        taskQueue: BILLING_TASK_QUEUE,
        args: [input],
      },
    );
    await handle.result();
    await storeHistory(new URL('ended-before.retry.json', folder), handle);
  });
}
