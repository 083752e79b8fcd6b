import {
  CANCEL_TOP_UP_UPDATE,
  type CancelTopUpInput,
  type CancelTopUpResult,
  FIRST_OUTCOME_UPDATE,
  type FirstOutcome,
  PAYMENT_CHANGED_SIGNAL,
  TOP_UP_STATUS_QUERY,
} from '@drawdown/shared/workflows';
import {
  allHandlersFinished,
  CancellationScope,
  CancelledFailure,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
  Trigger,
} from '@temporalio/workflow';
import type { OpenTopUp } from '../../activities/top-up-facts.ts';
import { type NextStepTold, nextStepSignal, stopRefusedSignal } from '../charge-retry/asked-by-top-up.ts';
import type { News } from '../charging/attempt.ts';
import { type Step, show } from '../charging/operator-view.ts';
import type { Ending } from './endings.ts';

const firstOutcomeUpdate = defineUpdate<FirstOutcome>(FIRST_OUTCOME_UPDATE);
const paymentChangedSignal = defineSignal(PAYMENT_CHANGED_SIGNAL);
const cancelUpdate = defineUpdate<CancelTopUpResult, [CancelTopUpInput]>(CANCEL_TOP_UP_UPDATE);
const statusQuery = defineQuery<string>(TOP_UP_STATUS_QUERY);

type CancelRequest = {
  input: CancelTopUpInput;
  answer: Trigger<CancelTopUpResult>;
  /** Handed to the process that collects the charge, which decides. */
  isForwarded: boolean;
};

/** What the process is at, as operators filter for it. */
export type FlowState =
  | 'charging'
  | 'crediting'
  | 'processing'
  | 'requires_action'
  | 'retrying'
  | 'unknown'
  | 'succeeded'
  | 'declined'
  | 'canceled';

const LEFT_WORDS =
  'This run was stopped in Temporal, and another one is started by itself within minutes. To give the top-up up, cancel it in the web app or by the update "cancel".';

export type Conversation = ReturnType<typeof openConversation>;

/**
 * Everything that others say to a top-up and hear from it. Handlers only note what was said; the process itself acts
 * on it between two steps.
 */
export function openConversation() {
  const firstOutcome = new Trigger<FirstOutcome>();
  let facts: OpenTopUp | undefined;
  let flowState: FlowState = 'charging';
  let words = 'Starting.';
  let paymentChanged = false;
  let firstOutcomeTold = false;
  let isLeaving = false;
  let nextOfCharge: { told: NextStepTold } | null = null;
  let cancelRequests: CancelRequest[] = [];

  setHandler(firstOutcomeUpdate, async () => await firstOutcome);
  setHandler(paymentChangedSignal, () => {
    paymentChanged = true;
  });
  setHandler(
    cancelUpdate,
    // In words also to who asked while the run was being canceled.
    (input) =>
      CancellationScope.nonCancellable(async () => {
        const answer = new Trigger<CancelTopUpResult>();
        cancelRequests.push({ input, answer, isForwarded: false });
        return await answer;
      }),
    { validator: (_input: CancelTopUpInput) => refuseUnlessWaiting() },
  );
  setHandler(statusQuery, () => words);
  setHandler(nextStepSignal, (told) => {
    nextOfCharge = { told };
  });
  setHandler(stopRefusedSignal, (because) => answerCancelRequests({ canceled: false, because }));

  return {
    begin(found: OpenTopUp): void {
      facts = found;
      this.enter({ flowState: 'charging', words: 'Charging the card.' });
    },

    /** Moves on, in the words that an operator reads. */
    enter(next: Step & { flowState: FlowState }): void {
      flowState = next.flowState;
      words = next.words;
      show(headingOf(facts), next);
    },

    /** Only the first time counts: whoever asked for the top-up has been answered then. */
    tellFirstOutcome(outcome: FirstOutcome): void {
      firstOutcomeTold = true;
      firstOutcome.resolve(outcome);
    },

    isFirstOutcomeTold(): boolean {
      return firstOutcomeTold;
    },

    /** Waits for something to act on, at most `delayMs`. Throws when the process is to end here. */
    async listen({ delayMs, summary }: { delayMs: number; summary: string }): Promise<News> {
      const hasNews = () => isLeaving || paymentChanged || cancelRequests.length > 0;
      await condition(hasNews, delayMs, { summary });
      if (isLeaving) await this.endHere();
      if (cancelRequests.length > 0) return 'cancelRequested';
      if (!paymentChanged) return 'nothing';
      paymentChanged = false;
      return 'paymentChanged';
    },

    leave(): void {
      isLeaving = true;
    },

    isToldToLeave(): boolean {
      return isLeaving;
    },

    /** Ends the run by throwing, with the top-up left as it is, for the next one to go on with. */
    async endHere(): Promise<never> {
      this.enter({ flowState, words: LEFT_WORDS });
      // How it stands is asked of the row by whoever hears this.
      firstOutcome.resolve({ status: 'processing' });
      answerCancelRequests({ canceled: false, because: LEFT_WORDS });
      await condition(allHandlersFinished);
      throw new CancelledFailure('Canceled in Temporal; the top-up is left as it is');
    },

    cancelRequest(): CancelTopUpInput | null {
      return cancelRequests[0]?.input ?? null;
    },

    answerCancelRequests,

    hasUnforwardedWish(): boolean {
      return cancelRequests.some(({ isForwarded }) => !isForwarded);
    },

    /** The wish to hand on now, where there is one; all others that wait are answered with it. */
    forwardWish(): CancelTopUpInput | null {
      const wish = cancelRequests.find(({ isForwarded }) => !isForwarded);
      for (const request of cancelRequests) request.isForwarded = true;
      return wish?.input ?? null;
    },

    /** While its charge is collected by another process. */
    hasNewsOfCollecting(): boolean {
      return isLeaving || nextOfCharge !== null || this.hasUnforwardedWish();
    },

    /** What comes next for the charge that is collected, where that was told since it was last asked for. */
    takeNextStep(): Pick<Step, 'next'> | null {
      const taken = nextOfCharge;
      nextOfCharge = null;
      if (taken === null || taken.told === null) return taken && {};
      return { next: { at: new Date(taken.told.at), words: taken.told.words } };
    },

    /** Whoever had the wishes is gone: they are handed on again. */
    forgetForwarding(): void {
      for (const request of cancelRequests) request.isForwarded = false;
    },

    /** For wishes to give up that nobody waits for an answer to. */
    requestCancel(input: CancelTopUpInput): void {
      cancelRequests.push({ input, answer: new Trigger(), isForwarded: false });
    },

    /** The process has ended; nobody is left waiting for an answer. */
    close(ending: Ending): void {
      flowState = ending.status;
      firstOutcome.resolve(ending);
      answerCancelRequests(
        ending.status === 'canceled'
          ? { canceled: true }
          : { canceled: false, because: `The top-up has ${ending.status} already.` },
      );
    },
  };

  function answerCancelRequests(result: CancelTopUpResult): void {
    for (const { answer } of cancelRequests) answer.resolve(result);
    cancelRequests = [];
  }

  function refuseUnlessWaiting(): void {
    switch (flowState) {
      case 'unknown':
      case 'processing':
      case 'requires_action':
      case 'retrying':
        return;
      case 'charging':
      case 'crediting':
        throw new Error('The card is being charged at this moment.');
      case 'succeeded':
      case 'declined':
      case 'canceled':
        throw new Error(`The top-up has ${flowState === 'succeeded' ? 'succeeded' : 'ended'} already.`);
    }
  }
}

function headingOf(facts: OpenTopUp | undefined): string {
  if (!facts) return 'Top-up';
  const { amount, wallet, card } = facts.words;
  return `**${amount}** for ${wallet}, from ${card}`;
}
