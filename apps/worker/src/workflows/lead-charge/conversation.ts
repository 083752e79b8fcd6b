import {
  LEAD_CHARGE_STATUS_QUERY,
  LEAD_OUTCOME_UPDATE,
  type LeadOutcome,
  PAYMENT_CHANGED_SIGNAL,
} from '@drawdown/shared/workflows';
import {
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
  Trigger,
} from '@temporalio/workflow';
import type { OpenLead } from '../../activities/lead-charge-facts.ts';
import type { News } from '../charging/attempt.ts';
import { type Step, show } from '../charging/operator-view.ts';

const leadOutcomeUpdate = defineUpdate<LeadOutcome>(LEAD_OUTCOME_UPDATE);
const paymentChangedSignal = defineSignal(PAYMENT_CHANGED_SIGNAL);
const statusQuery = defineQuery<string>(LEAD_CHARGE_STATUS_QUERY);

/** What the process is at, as operators filter for it. */
export type FlowState = 'charging' | 'processing' | 'unknown' | 'canceling' | 'delivered' | 'refused';

export type Conversation = ReturnType<typeof openConversation>;

/**
 * Everything that others say to the charge of a lead and hear from it. Handlers only note what was said; the process
 * itself acts on it between two steps.
 */
export function openConversation() {
  const outcome = new Trigger<LeadOutcome>();
  let facts: OpenLead | undefined;
  let words = 'Starting.';
  let paymentChanged = false;
  let cancelRequested = false;

  setHandler(leadOutcomeUpdate, async () => await outcome);
  setHandler(paymentChangedSignal, () => {
    paymentChanged = true;
  });
  setHandler(statusQuery, () => words);

  return {
    begin(found: OpenLead): void {
      facts = found;
      this.enter({ flowState: 'charging', words: 'Charging the card.' });
    },

    /** Moves on, in the words that an operator reads. */
    enter(next: Step & { flowState: FlowState }): void {
      words = next.words;
      show(headingOf(facts), next);
    },

    /** Waits for something to act on, at most `delayMs`. */
    async listen({ delayMs, summary }: { delayMs: number; summary: string }): Promise<News> {
      await condition(() => paymentChanged || cancelRequested, delayMs, { summary });
      if (cancelRequested) return 'cancelRequested';
      if (!paymentChanged) return 'nothing';
      paymentChanged = false;
      return 'paymentChanged';
    },

    requestCancel(): void {
      cancelRequested = true;
    },

    /** It cannot be given up for the time being; it ends with what Stripe decides. */
    forgetCancel(): void {
      cancelRequested = false;
    },

    /** The lead is decided; nobody is left waiting for an answer. */
    close(ending: LeadOutcome): void {
      outcome.resolve(ending);
    },
  };
}

function headingOf(facts: OpenLead | undefined): string {
  if (!facts) return 'Charge for a lead';
  const { amount, lead, buyer, card } = facts.words;
  return `**${amount}** for lead ${lead} to ${buyer}, from ${card}`;
}
