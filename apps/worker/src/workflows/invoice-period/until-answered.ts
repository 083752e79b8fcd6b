import { RetryState } from '@temporalio/common';
import { ActivityFailure, rootCause, sleep } from '@temporalio/workflow';
import type { InvoiceView } from '../../activities/invoice-view.ts';
import { roundDelayMs } from '../charging/delays.ts';
import { showUnanswered } from './operator-view.ts';

/**
 * Asks Stripe until it answers, in rounds of a few tries each. Between two rounds operators see that it does not answer,
 * and when it is asked again. Each round has keys of its own: by then no call of the one before is still under way.
 */
export async function untilAnswered<Answer>(
  view: InvoiceView,
  purpose: string,
  ask: (round: number) => Promise<Answer>,
): Promise<Answer> {
  for (let round = 0; ; round++) {
    try {
      return await ask(round);
    } catch (error) {
      if (!isUnanswered(error)) throw error;
      const detail = rootCause(error) ?? 'the call was not answered';
      const delayMs = roundDelayMs(round);
      showUnanswered(view, { purpose, detail, lookAt: new Date(Date.now() + delayMs) });
      await sleep(delayMs, { summary: 'Stripe gives no usable answer' });
    }
  }
}

function isUnanswered(error: unknown): boolean {
  return error instanceof ActivityFailure && error.retryState !== RetryState.NON_RETRYABLE_FAILURE;
}
