import type { Company } from '../charging/attempt.ts';
import { nextLook } from '../charging/unknown.ts';
import { ledger } from './activities.ts';
import type { Flow } from './flow.ts';

/** How the charge of a lead shows and hears what goes on while nobody knows what became of it. */
export function companyOf({ input, facts, conversation }: Flow): Company {
  const { chargeId } = input;
  const { attempt } = facts;
  let recorded: 'unknown' | 'processing' | null = null;
  return {
    listen: (pause) => conversation.listen(pause),

    async stillUnknown({ purpose, detail, begun, lookAt }) {
      conversation.enter({
        flowState: 'unknown',
        words: `Checking with Stripe: nobody knows yet whether it could ${purpose} (${detail}). Nothing is charged twice, and the lead is not delivered before that is known.`,
        next: nextLook(lookAt),
      });
      if (!begun || recorded === 'unknown') return;
      recorded = 'unknown';
      const outcome = { outcome: 'unknown' as const, paymentIntentId: null, detail };
      await ledger.recordLeadUndecided({ chargeId, attempt, outcome });
    },

    async stillProcessing(outcome, lookAt) {
      conversation.enter({
        flowState: 'processing',
        words: 'Waiting for Stripe, which is still processing the payment. The lead is not delivered yet.',
        next: { at: lookAt, words: 'Next look at Stripe' },
      });
      if (recorded === 'processing') return;
      recorded = 'processing';
      await ledger.recordLeadUndecided({ chargeId, attempt, outcome });
    },

    async refuseToStop() {
      conversation.forgetCancel();
    },
  };
}
