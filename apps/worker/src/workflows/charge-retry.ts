import type { ChargeRetryInput, ChargeRetryResult } from '@drawdown/shared/workflows';
import { allHandlersFinished, CancellationScope, condition } from '@temporalio/workflow';
import { collect } from './charge-retry/collecting.ts';
import type { Flow } from './charge-retry/flow.ts';
import { openMessages } from './charge-retry/messages.ts';
import { noteWhoAsked, tellsMore } from './charge-retry/telling.ts';

/**
 * Collects a charge that was declined: on a schedule, at once with another card, or not at all, until it is paid or
 * ended in another way. What is true stands in the database and at Stripe; a new run goes on from there.
 */
export async function chargeRetry(input: ChargeRetryInput): Promise<ChargeRetryResult> {
  const messages = openMessages();
  const flow: Flow = {
    input,
    messages,
    refusedUntil: new Map(),
    startedAt: Date.now(),
    heading: 'A failing charge',
    looks: 0,
    tellsMore: tellsMore(),
    toldNext: 'nothing yet',
  };
  // Also asked for when its top-up ends early: the charge is left as it is, for the next run to go on with.
  CancellationScope.current().cancelRequested.catch(() => messages.leave());
  return CancellationScope.nonCancellable(async () => {
    const result = await collect(flow);
    if (flow.tellsMore) await noteWhoAsked(flow);
    messages.enter('ended');
    messages.answerAll(
      result.outcome === 'recovered'
        ? 'The card had been charged already; the wallet is credited.'
        : 'Collecting this charge has ended already.',
    );
    await condition(allHandlersFinished);
    return result;
  });
}
