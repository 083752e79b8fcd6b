import { setTimeout as delay } from 'node:timers/promises';
import { PAYMENT_CHANGED_SIGNAL } from '@drawdown/shared/workflows';
import { eventually } from './eventually.ts';
import { openStage } from './open-stage.ts';
import type { TimedStage } from './timed-stage.ts';

const MINUTE_MS = 60_000;
const PATIENCE_MS = 120_000;

/**
 * A stage on the servers of the test run, where a minute takes a minute: whoever waits for Stripe is told again and again
 * that there is news, so that it asks within moments what it would have asked in its own time.
 */
export async function openHurriedStage(options: {
  databaseUrl: string;
  temporalAddress: string;
}): Promise<TimedStage> {
  const stage = await openStage(options);
  const { client } = stage.bench;

  /** How many there were. */
  async function hurry(): Promise<number> {
    let running = 0;
    const topUps = client.workflow.list({ query: "WorkflowType = 'topUp' and ExecutionStatus = 'Running'" });
    for await (const { workflowId } of topUps) {
      running += 1;
      // One that has ended meanwhile needs no hurry.
      await client.workflow
        .getHandle(workflowId)
        .signal(PAYMENT_CHANGED_SIGNAL)
        .catch(() => undefined);
    }
    return running;
  }

  return {
    ...stage,
    async sleep(minutes) {
      await hurry();
      await delay(minutes * MINUTE_MS);
    },
    letEverythingEnd: () =>
      eventually(async () => {
        const running = await hurry();
        if (running > 0) throw new Error(`${running} top-ups are still running`);
      }, PATIENCE_MS),
  };
}
