import type { OpenRetry } from '../../activities/charge-retry-facts.ts';
import { collecting } from '../charging/activities.ts';
import type { Company } from '../charging/attempt.ts';
import { type Step, show } from '../charging/operator-view.ts';
import { nextLook } from '../charging/unknown.ts';
import { stopRefusedSignal } from './asked-by-top-up.ts';
import type { CloseWish } from './close-wish.ts';
import type { Flow } from './flow.ts';
import { signalTopUp } from './telling.ts';
import { headingOf } from './words.ts';

/** How `chargeRetry` shows and hears what goes on while an attempt is not decided. */
export function companyOf(flow: Flow, facts: OpenRetry, attempt: number): Company {
  const { messages, input } = flow;
  const heading = headingOf(facts);
  const { topUpId, chargeId } = input;
  let recorded: 'unknown' | 'processing' | null = null;

  const enter = (step: Step) => {
    messages.enter('checking');
    messages.tell({ words: step.words, attempts: attempt, nextAttemptAt: null });
    show(heading, step);
  };

  return {
    listen: (pause) => messages.listen(pause),

    async stillUnknown({ purpose, detail, begun, lookAt }) {
      enter({
        flowState: 'unknown',
        words: `Attempt ${attempt}: checking with Stripe, because nobody knows yet whether it could ${purpose} (${detail}). No other attempt is made before that is known.`,
        next: nextLook(lookAt),
      });
      if (!begun || recorded === 'unknown') return;
      recorded = 'unknown';
      const outcome = { outcome: 'unknown' as const, paymentIntentId: null, detail };
      await collecting.recordUndecided({ topUpId, chargeId, attempt, outcome });
    },

    async stillProcessing(outcome, lookAt) {
      enter({
        flowState: 'processing',
        words: `Attempt ${attempt}: Stripe is still processing the payment.`,
        next: { at: lookAt, words: 'Next look at Stripe' },
      });
      if (recorded === 'processing') return;
      recorded = 'processing';
      await collecting.recordUndecided({ topUpId, chargeId, attempt, outcome });
    },

    refuseToStop: () =>
      refuseClosing(flow, 'Stripe is still processing the payment. It ends with what Stripe decides.'),
  };
}

/** Answers whoever wanted to end the charge, the top-up that it belongs to included. */
export async function refuseClosing({ messages }: Flow, because: string): Promise<void> {
  const refused = messages.refuseClosing(because);
  if (refused.some(({ isFromTopUp }: CloseWish) => isFromTopUp))
    await signalTopUp(stopRefusedSignal, because);
}
