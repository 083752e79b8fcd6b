import type { PauseInput } from '@drawdown/shared/workflows';
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  workflowInfo,
} from '@temporalio/workflow';
import type { OpenPause } from '../activities/pause-view.ts';
import { pauses } from './pause/activities.ts';
import { createAttendant } from './pause/attendant.ts';
import { openConversation } from './pause/conversation.ts';
import { showCanceled, showEnded, showPaused } from './pause/operator-view.ts';

export type PauseEnding = { ended: 'resumed'; pausedSince: string } | { ended: 'nothing_open' };

/**
 * Accompanies a buyer from the first reason that stops delivery to the last one resolved: says why, reminds, looks
 * again. It decides nothing about delivery: that is the database's, so that a lost workflow neither blocks nor frees
 * anybody.
 */
export async function pauseUntilResolved(input: PauseInput): Promise<PauseEnding> {
  const conversation = openConversation();
  const attendant = createAttendant(input);
  let last: OpenPause | null = null;
  try {
    for (;;) {
      conversation.heard();
      const pause = await read(input.buyerId);
      conversation.learn(pause);
      if (pause === null) {
        conversation.refuseResolveRequests('No reason is open: the buyer receives leads.');
        await condition(allHandlersFinished);
        // A reason that was opened while the last one was being closed.
        if (conversation.hasNews()) continue;
        showEnded(last);
        return last ? { ended: 'resumed', pausedSince: last.pausedSince } : { ended: 'nothing_open' };
      }
      last = pause;
      if (workflowInfo().continueAsNewSuggested && !conversation.hasNews()) {
        await condition(allHandlersFinished);
        await continueAsNew<typeof pauseUntilResolved>(input);
      }
      const wake = await attendant.remindIfDue(pause);
      showPaused(pause, wake.nextReminderAt);
      await conversation.listen({ delayMs: wake.delayMs, summary: wake.summary });
      await attendant.resolve(pause, conversation.takeResolveRequests());
      await attendant.recheckIfDue();
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await CancellationScope.nonCancellable(async () => {
      conversation.refuseResolveRequests('The workflow was canceled in Temporal; the buyer stays paused.');
      showCanceled(last);
      await condition(allHandlersFinished);
    });
    throw error;
  }
}

/** Null when nothing stops delivery. */
async function read(buyerId: string): Promise<OpenPause | null> {
  const view = await pauses.readPause.executeWithOptions({ summary: 'Which reasons are open' }, [buyerId]);
  return view.state === 'paused' ? view : null;
}
