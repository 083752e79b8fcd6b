import type { DisputeVerdict } from '@drawdown/shared/codes';
import type { DisputeInput } from '@drawdown/shared/workflows';
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  workflowInfo,
} from '@temporalio/workflow';
import type { DisputeView } from '../activities/dispute-view.ts';
import { records, stripe } from './dispute/activities.ts';
import { openConversation } from './dispute/conversation.ts';
import { show, showCanceled, stateWords } from './dispute/operator-view.ts';
import { latestReminderDue, nextReminderAt } from './dispute/reminders.ts';

/** Webhooks tell what is new; a look now and then finds what they did not. */
const LOOK_EVERY_MS = 6 * 3600 * 1000;

export type DisputeEnding = { verdict: DisputeVerdict };

/**
 * Accompanies a dispute from the payer's complaint to the bank's verdict: looks at Stripe whenever there is news and now and
 * then, has the records follow, and reminds of the evidence that is due. What it takes, freezes and gives back is decided
 * and done by the database, once, however often it is looked at.
 */
export async function dispute(input: DisputeInput): Promise<DisputeEnding> {
  const conversation = openConversation();
  let reminded = 0;
  try {
    const known = await records.readDispute(input.disputeId);
    if (known.verdict !== null) return end(known, known.verdict);
    for (;;) {
      conversation.heard();
      const view = await look(input);
      conversation.say(stateWords(view));
      if (view.verdict !== null) return await finish(view, view.verdict);
      reminded = await remindIfDue(input, view, reminded);
      if (workflowInfo().continueAsNewSuggested && !conversation.hasNews()) {
        await condition(allHandlersFinished);
        await continueAsNew<typeof dispute>(input);
      }
      const delayMs = delayUntilNext(view);
      show(view, new Date(Date.now() + delayMs));
      await conversation.listen({ delayMs, summary: 'Until the next look at Stripe' });
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await CancellationScope.nonCancellable(async () => showCanceled());
    throw error;
  }
}

async function look({ stripeDisputeId }: DisputeInput): Promise<DisputeView> {
  const seen = await stripe.lookUpDispute.executeWithOptions({ summary: `Look at ${stripeDisputeId}` }, [
    stripeDisputeId,
  ]);
  return records.recordDispute.executeWithOptions({ summary: `Record that it is ${seen.status}` }, [seen]);
}

async function finish(view: DisputeView, verdict: DisputeVerdict): Promise<DisputeEnding> {
  await condition(allHandlersFinished);
  return end(view, verdict);
}

function end(view: DisputeView, verdict: DisputeVerdict): DisputeEnding {
  show(view, null);
  return { verdict };
}

/** Of several missed reminders the last is sent. Answers the number of the last one. */
async function remindIfDue(
  { disputeId }: DisputeInput,
  view: DisputeView,
  reminded: number,
): Promise<number> {
  if (view.evidenceSubmitted || view.evidenceDueAt === null) return reminded;
  const number = latestReminderDue(new Date(view.evidenceDueAt), new Date(Date.now()));
  if (number <= reminded) return reminded;
  await records.remindOfDispute.executeWithOptions({ summary: `Reminder ${number} of the evidence` }, [
    { disputeId, number },
  ]);
  return number;
}

function delayUntilNext({ evidenceDueAt, evidenceSubmitted }: DisputeView): number {
  if (evidenceSubmitted || evidenceDueAt === null) return LOOK_EVERY_MS;
  const reminder = nextReminderAt(new Date(evidenceDueAt), new Date(Date.now()));
  if (reminder === null) return LOOK_EVERY_MS;
  return Math.min(LOOK_EVERY_MS, Math.max(1, reminder.getTime() - Date.now()));
}
