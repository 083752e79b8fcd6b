import type { Company } from '../charging/attempt.ts';
import { nextLook } from '../charging/unknown.ts';
import { ledger } from './activities.ts';
import { attemptOf, type Flow } from './flow.ts';

/** How a top-up shows and hears what goes on while its first attempt waits. */
export function companyOf(flow: Flow): Company {
  const { conversation } = flow;
  let isProcessing = false;
  return {
    listen: (pause) => conversation.listen(pause),

    async stillUnknown({ purpose, detail, begun, tries, lookAt }) {
      isProcessing = false;
      conversation.enter({
        flowState: 'unknown',
        words: `Checking with Stripe: nobody knows yet whether it could ${purpose} (${detail}). Nothing is charged twice.`,
        next: nextLook(lookAt),
      });
      if (!conversation.isFirstOutcomeTold()) {
        const outcome = begun ? { outcome: 'unknown' as const, paymentIntentId: null, detail } : null;
        await ledger.markWaiting({ ...attemptOf(flow), outcome, status: 'processing' });
      }
      // The first repeat comes at once and mostly brings the answer, while somebody still waits for it.
      if (tries > 1) conversation.tellFirstOutcome({ status: 'processing' });
    },

    async stillProcessing(outcome, lookAt) {
      if (!isProcessing) await ledger.markWaiting({ ...attemptOf(flow), outcome, status: 'processing' });
      isProcessing = true;
      conversation.tellFirstOutcome({ status: 'processing' });
      conversation.enter({
        flowState: 'processing',
        words: 'Waiting for Stripe, which is still processing the payment.',
        next: { at: lookAt, words: 'Next look at Stripe' },
      });
    },

    async refuseToStop() {
      conversation.answerCancelRequests({
        canceled: false,
        because:
          'Stripe is still processing the payment. The top-up goes on and ends with what Stripe decides.',
      });
    },
  };
}
