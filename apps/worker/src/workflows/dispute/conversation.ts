import { DISPUTE_CHANGED_SIGNAL, DISPUTE_STATE_QUERY } from '@drawdown/shared/workflows';
import { condition, defineQuery, defineSignal, setHandler } from '@temporalio/workflow';

const disputeChangedSignal = defineSignal(DISPUTE_CHANGED_SIGNAL);
const disputeStateQuery = defineQuery<string>(DISPUTE_STATE_QUERY);

/** What others say to a dispute and hear from it. Handlers only note what was said. */
export function openConversation() {
  let changed = false;
  let state = 'Looking at Stripe.';

  setHandler(disputeChangedSignal, () => {
    changed = true;
  });
  setHandler(disputeStateQuery, () => state);

  return {
    say(words: string): void {
      state = words;
    },

    /** What was said before Stripe is asked is answered by asking. */
    heard(): void {
      changed = false;
    },

    hasNews(): boolean {
      return changed;
    },

    async listen({ delayMs, summary }: { delayMs: number; summary: string }): Promise<void> {
      await condition(() => changed, delayMs, { summary });
    },
  };
}
