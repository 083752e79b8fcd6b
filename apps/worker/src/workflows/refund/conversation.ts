import {
  FIRST_REFUND_OUTCOME_UPDATE,
  type FirstRefundOutcome,
  REFUND_CHANGED_SIGNAL,
  REFUND_STATUS_QUERY,
} from '@drawdown/shared/workflows';
import {
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
  Trigger,
} from '@temporalio/workflow';
import type { OpenRefund } from '../../activities/refund-facts.ts';
import type { News } from '../charging/attempt.ts';
import { type Step, show } from '../charging/operator-view.ts';

const firstOutcomeUpdate = defineUpdate<FirstRefundOutcome>(FIRST_REFUND_OUTCOME_UPDATE);
const refundChangedSignal = defineSignal(REFUND_CHANGED_SIGNAL);
const statusQuery = defineQuery<string>(REFUND_STATUS_QUERY);

export type FlowState = 'refunding' | 'unknown' | 'pending' | 'reversing' | 'succeeded' | 'failed';

export type Conversation = ReturnType<typeof openConversation>;

/** Everything that others say to a refund and hear from it. Handlers only note what was said. */
export function openConversation() {
  const firstOutcome = new Trigger<FirstRefundOutcome>();
  let facts: OpenRefund | undefined;
  let words = 'Starting.';
  let changed = false;

  setHandler(firstOutcomeUpdate, async () => await firstOutcome);
  setHandler(refundChangedSignal, () => {
    changed = true;
  });
  setHandler(statusQuery, () => words);

  return {
    begin(found: OpenRefund): void {
      facts = found;
      this.enter({ flowState: 'refunding', words: 'Asking Stripe for the refund.' });
    },

    /** Moves on, in the words that an operator reads. */
    enter(next: Step & { flowState: FlowState }): void {
      words = next.words;
      show(headingOf(facts), next);
    },

    /** Only the first time counts: whoever asked for the refund has been answered then. */
    tellFirstOutcome(outcome: FirstRefundOutcome): void {
      firstOutcome.resolve(outcome);
    },

    /** Waits for something to act on, at most `delayMs`. */
    async listen({ delayMs, summary }: { delayMs: number; summary: string }): Promise<News> {
      await condition(() => changed, delayMs, { summary });
      const news = changed ? 'paymentChanged' : 'nothing';
      changed = false;
      return news;
    },
  };
}

function headingOf(facts: OpenRefund | undefined): string {
  if (!facts) return 'Refund';
  const { amount, card, subject } = facts.words;
  return `**${amount}** back to ${card}, of ${subject}`;
}
