import {
  ASK_INVOICE_UPDATE,
  INVOICE_CHANGED_SIGNAL,
  type InvoiceWish,
  type InvoiceWishResult,
} from '@drawdown/shared/workflows';
import {
  condition,
  currentUpdateInfo,
  defineSignal,
  defineUpdate,
  setHandler,
  Trigger,
} from '@temporalio/workflow';

const changedSignal = defineSignal(INVOICE_CHANGED_SIGNAL);
const askUpdate = defineUpdate<InvoiceWishResult, [InvoiceWish]>(ASK_INVOICE_UPDATE);

export type AskedWish = {
  /** Under which it was asked: a wish that comes twice is one. */
  askId: string;
  wish: InvoiceWish;
  answer: Trigger<InvoiceWishResult>;
};

/** Everything that others say to an invoice's process. Handlers only note it; the process acts between two steps. */
export function openConversation() {
  let changed = false;
  let canceled = false;
  let wishes: AskedWish[] = [];

  setHandler(changedSignal, () => {
    changed = true;
  });
  setHandler(askUpdate, async (wish) => {
    const answer = new Trigger<InvoiceWishResult>();
    wishes.push({ askId: currentUpdateInfo()?.id ?? '', wish, answer });
    return await answer;
  });

  return {
    /** Waits for something to act on, at most `delayMs`. */
    async listen({ delayMs, summary }: { delayMs: number; summary: string }): Promise<void> {
      await condition(() => changed || canceled || wishes.length > 0, Math.max(1, delayMs), { summary });
    },

    hasNews: () => changed || wishes.length > 0,
    /** What was said before the database is asked is answered by asking it. */
    heard(): void {
      changed = false;
    },
    /** Something was done: what it means is asked of the database before anything else. */
    again(): void {
      changed = true;
    },
    cancel(): void {
      canceled = true;
    },
    isCanceled: () => canceled,

    takeWishes(): AskedWish[] {
      const taken = wishes;
      wishes = [];
      return taken;
    },

    refuseWishes(words: string): void {
      for (const { answer } of this.takeWishes()) answer.resolve({ outcome: 'refused', words });
    },
  };
}

export type Conversation = ReturnType<typeof openConversation>;
