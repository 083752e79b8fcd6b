import {
  CARD_WORKS_SIGNAL,
  type CloseRetryResult,
  FUNDED_OTHERWISE_SIGNAL,
  MARK_PAID_UPDATE,
  PAYMENT_CHANGED_SIGNAL,
  PAYMENT_METHOD_UPDATED_SIGNAL,
  RETRY_NOW_UPDATE,
  RETRY_SCHEDULE_QUERY,
  type RetryMessage,
  type RetryNowResult,
  type RetrySchedule,
  STOP_RETRYING_UPDATE,
  WRITE_OFF_UPDATE,
} from '@drawdown/shared/workflows';
import {
  allHandlersFinished,
  CancelledFailure,
  condition,
  currentUpdateInfo,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
  Trigger,
  workflowInfo,
} from '@temporalio/workflow';
import type { News } from '../charging/attempt.ts';
import { stopAskedSignal } from './asked-by-top-up.ts';
import { type CloseWish, wishOfTopUp, wishTo } from './close-wish.ts';

type Closing = CloseRetryResult;
const closeUpdate = (name: string) => defineUpdate<Closing, [RetryMessage]>(name);
const stopUpdate = closeUpdate(STOP_RETRYING_UPDATE);
const markPaidUpdate = closeUpdate(MARK_PAID_UPDATE);
const writeOffUpdate = closeUpdate(WRITE_OFF_UPDATE);
const retryNowUpdate = defineUpdate<RetryNowResult, [RetryMessage]>(RETRY_NOW_UPDATE);
const scheduleQuery = defineQuery<RetrySchedule>(RETRY_SCHEDULE_QUERY);

/** What the process is doing, as far as it matters to who wants something of it. */
export type Doing = 'waiting' | 'charging' | 'checking' | 'closing' | 'ended';

/** What was heard since it was last asked for. */
export type Heard = { cardWorks: boolean; cardsChanged: boolean; paymentChanged: boolean };

/** `askId` names the message, also where the workflow is reset. */
export type AskedRetry = { askId: string; message: RetryMessage };

export type Messages = ReturnType<typeof openMessages>;

/** Everything that others say to `chargeRetry`. Handlers only note it; the one loop acts on it between two steps. */
export function openMessages() {
  let doing: Doing = 'waiting';
  let schedule: RetrySchedule = { words: 'Starting.', attempts: 0, nextAttemptAt: null };
  let isLeaving = false;
  let isFunded = false;
  let heard: Heard = { cardWorks: false, cardsChanged: false, paymentChanged: false };
  let closing: CloseWish[] = [];
  let retries: Trigger<RetryNowResult>[] = [];
  let asked: AskedRetry[] = [];

  const note = (what: keyof Heard) => () => {
    heard[what] = true;
  };
  setHandler(defineSignal(CARD_WORKS_SIGNAL), note('cardWorks'));
  setHandler(defineSignal(PAYMENT_METHOD_UPDATED_SIGNAL), note('cardsChanged'));
  setHandler(defineSignal(PAYMENT_CHANGED_SIGNAL), note('paymentChanged'));
  setHandler(defineSignal(FUNDED_OTHERWISE_SIGNAL), () => {
    closing.push(wishTo('funded_otherwise'));
  });
  setHandler(stopAskedSignal, (wish) => {
    closing.push(wishOfTopUp(wish));
  });
  setHandler(scheduleQuery, () => schedule);

  const close = (as: CloseWish['as']) => async (message: RetryMessage) => {
    const wish = wishTo(as, message);
    closing.push(wish);
    return await wish.answer;
  };
  const whileWaiting = { validator: (_message: RetryMessage) => refuse(['charging', 'closing', 'ended']) };
  setHandler(stopUpdate, close('stopped'), whileWaiting);
  setHandler(markPaidUpdate, close('paid_outside'), whileWaiting);
  setHandler(writeOffUpdate, close('written_off'), whileWaiting);
  setHandler(
    retryNowUpdate,
    async (message) => {
      const answer = new Trigger<RetryNowResult>();
      retries.push(answer);
      asked.push({ askId: `${workflowInfo().originalExecutionRunId}:${currentUpdateInfo()?.id}`, message });
      return await answer;
    },
    { validator: (_message: RetryMessage) => refuse(['charging', 'checking', 'closing', 'ended']) },
  );

  return {
    /** Says what is being done, so that what comes at the wrong time is refused. */
    enter(next: Doing): void {
      doing = next;
    },

    tell(next: RetrySchedule): void {
      schedule = next;
    },

    /** Waits for anything to act on. Throws when the process is to end here, with the charge left as it is. */
    async listen({ delayMs, summary }: { delayMs: number; summary: string }): Promise<News> {
      // News about cards must wait until this attempt is decided, and must not cut its waits short.
      await condition(() => isLeaving || closing.length > 0 || heard.paymentChanged, delayMs, { summary });
      await this.leaveIfTold();
      if (closing.length > 0) return 'cancelRequested';
      if (!heard.paymentChanged) return 'nothing';
      heard.paymentChanged = false;
      return 'paymentChanged';
    },

    /** Waits for anything at all, and leaves it for the loop. False when nothing came in time. */
    waitForNews({ delayMs, summary }: { delayMs: number; summary: string }): Promise<boolean> {
      return condition(() => hasNews() || retries.length > 0, delayMs, { summary });
    },

    /** It is time to look at Stripe without having heard anything. */
    noteLook: note('paymentChanged'),

    leave(): void {
      isLeaving = true;
    },

    async leaveIfTold(): Promise<void> {
      if (!isLeaving) return;
      this.answerAll('The process was stopped in Temporal. It starts again by itself.');
      await condition(allHandlersFinished);
      throw new CancelledFailure('Canceled in Temporal; the charge is left as it is');
    },

    takeHeard(): Heard {
      const taken = heard;
      heard = { cardWorks: false, cardsChanged: false, paymentChanged: false };
      return taken;
    },

    /** Who asked for an attempt since it was last asked for. */
    takeAsked(): AskedRetry[] {
      const taken = asked;
      asked = [];
      return taken;
    },

    isRetryAsked: () => retries.length > 0,

    answerRetries(result: RetryNowResult): void {
      for (const answer of retries) answer.resolve(result);
      retries = [];
    },

    /** The wish to try now. The first that was told wins. */
    closeWish: (): CloseWish | null => closing[0] ?? null,

    /** Answers those whose wish could not be fulfilled. That the money came in otherwise stays true all the same. */
    refuseClosing(because: string): CloseWish[] {
      const refused = closing;
      for (const { as, answer } of refused) {
        answer.resolve({ closed: false, because });
        if (as === 'funded_otherwise') isFunded = true;
      }
      closing = [];
      return refused;
    },

    /** Takes a wish up again that was refused only for the time being. */
    resumeClosing(): void {
      if (isFunded) closing.push(wishTo('funded_otherwise'));
      isFunded = false;
    },

    /** It ended as the first wish wanted; whoever wanted something else is told. */
    closedAs(as: CloseWish['as']): void {
      for (const wish of closing)
        wish.answer.resolve(
          wish.as === as ? { closed: true } : { closed: false, because: 'It was ended in another way.' },
        );
      closing = [];
    },

    answerAll(because: string): void {
      this.answerRetries({ outcome: 'waiting', because });
      this.refuseClosing(because);
    },
  };

  function hasNews(): boolean {
    return isLeaving || closing.length > 0 || heard.cardWorks || heard.cardsChanged || heard.paymentChanged;
  }

  function refuse(during: Doing[]): void {
    if (!during.includes(doing)) return;
    switch (doing) {
      case 'charging':
        throw new Error('The card is being charged at this moment.');
      case 'checking':
        throw new Error('Stripe has not said yet what became of the last attempt.');
      case 'closing':
      case 'ended':
        throw new Error('Collecting this charge has ended already.');
      case 'waiting':
        return;
    }
  }
}
