import type { PauseInput, ResolvePauseResult } from '@drawdown/shared/workflows';
import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { OpenPause } from '../../activities/pause-view.ts';
import { pauses } from './activities.ts';
import type { ResolveRequest } from './conversation.ts';
import { latestReminderDue, reminderAt } from './reminders.ts';

const RECHECK_EVERY_MS = 24 * 3600 * 1000;

export type Wake = { delayMs: number; summary: string; nextReminderAt: Date };

/**
 * What is done for a pause while it lasts. Nothing has to be carried from one run to the next: the database writes each
 * reminder of an episode once.
 */
export function createAttendant({ accountId, buyerId }: PauseInput) {
  let reminded = { episodeId: '', number: 0 };
  let recheckAt = Date.now() + RECHECK_EVERY_MS;

  return {
    /** Reminds where it is time to, and answers when the next look is due. Of several missed reminders the last is sent. */
    async remindIfDue({ episodeId, pausedSince }: OpenPause): Promise<Wake> {
      if (reminded.episodeId !== episodeId) reminded = { episodeId, number: 0 };
      const since = new Date(pausedSince);
      const number = latestReminderDue(since, new Date(Date.now()));
      if (number > reminded.number && episodeId !== '') {
        const summary = `Reminder ${number}`;
        await pauses.remindOfPause.executeWithOptions({ summary }, [{ buyerId, episodeId, number }]);
        reminded = { episodeId, number };
      }
      const nextReminderAt = reminderAt(since, number + 1);
      const wakeAtMs = Math.min(nextReminderAt.getTime(), recheckAt);
      return {
        delayMs: Math.max(1, wakeAtMs - Date.now()),
        summary: wakeAtMs === recheckAt ? 'Until the daily recheck' : `Until reminder ${number + 1}`,
        nextReminderAt,
      };
    },

    async recheckIfDue(): Promise<void> {
      if (Date.now() < recheckAt) return;
      recheckAt = Date.now() + RECHECK_EVERY_MS;
      await pauses.recheckPause.executeWithOptions({ summary: 'Are the reasons still true?' }, [
        { accountId, buyerId },
      ]);
    },

    /** Lifts every open reason, once for all who asked; who asked hears whether the buyer receives leads again. */
    async resolve(pause: OpenPause, requests: ResolveRequest[]): Promise<void> {
      const first = requests[0];
      if (!first) return;
      // Begun, it is ended: nobody may be left without an answer by a cancellation in between.
      const result = await CancellationScope.nonCancellable(() => lift(first));
      for (const { answer } of requests) answer.resolve(result);

      async function lift({ input: { by, note } }: ResolveRequest): Promise<ResolvePauseResult> {
        const { workflowId } = workflowInfo();
        const summary = `Resumed by ${by}`;
        await pauses.resumeByHand.executeWithOptions({ summary }, [
          { accountId, buyerId, by, note, workflowId },
        ]);
        const after = await pauses.readPause(buyerId);
        return after.state === 'over'
          ? { resumed: true }
          : {
              resumed: false,
              because: `${pause.buyerName} was paused again meanwhile: ${after.reasons.join('; ')}`,
            };
      }
    },
  };
}
