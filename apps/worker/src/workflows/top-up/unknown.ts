import type { AttemptRef } from '../../activities/top-up-facts.ts';
import { ledger } from './activities.ts';
import { roundDelayMs, SAME_KEY_DELAYS_MS } from './delays.ts';
import { attemptOf, type Flow } from './flow.ts';

type Unknown = { outcome: 'unknown'; detail: string };

export type Question<Known> = {
  /** What is asked of Stripe, as in "checking whether Stripe could …". */
  purpose: string;
  /** The attempt whose outcome is unknown meanwhile, where one was begun. */
  attempt: AttemptRef | null;
  key: string;
  ask(idempotencyKey: string, summary: string): Promise<Known | Unknown>;
  /** What Stripe has made of it by now; null when nothing. */
  lookUp(): Promise<Known | null>;
  giveUp(): Promise<Known>;
};

/**
 * Asks until the answer is certain. First under the same key, which can take effect only once; a new key only after
 * Stripe has shown that nothing came of the old one.
 */
export async function askUntilKnown<Known extends { outcome: string }>(
  flow: Flow,
  question: Question<Known>,
): Promise<Known> {
  const { conversation } = flow;
  for (let round = 0; ; round++) {
    const key = round === 0 ? question.key : `${question.key}:${round}`;
    const delays = round === 0 ? SAME_KEY_DELAYS_MS : [];
    for (const [index, delayMs] of [0, ...delays].entries()) {
      if (index > 0) {
        const summary = `Before try ${index + 1} of ${delays.length + 1} under the same key`;
        const news = await conversation.listen({ delayMs, summary });
        if (news === 'cancelRequested') return question.giveUp();
        const seen = news === 'paymentChanged' ? await question.lookUp() : null;
        if (seen) return seen;
      }
      const answer = await question.ask(key, `${capitalized(question.purpose)}, key ${key}`);
      if (isKnown(answer)) return answer;
      await showUnknown(flow, question, answer);
      if (index > 0) conversation.tellFirstOutcome({ status: 'processing' });
    }
    const seen = await question.lookUp();
    if (seen) return seen;
    if (round === 0) continue;
    const pause = { delayMs: roundDelayMs(round), summary: 'Stripe gives no usable answer' };
    if ((await conversation.listen(pause)) === 'cancelRequested') return question.giveUp();
  }
}

async function showUnknown<Known>(flow: Flow, question: Question<Known>, answer: Unknown): Promise<void> {
  const { conversation } = flow;
  conversation.enter({
    flowState: 'unknown',
    words: `Checking with Stripe: nobody knows yet whether it could ${question.purpose} (${answer.detail}). Nothing is charged twice.`,
  });
  if (conversation.isFirstOutcomeTold()) return;
  const outcome = question.attempt && { ...answer, paymentIntentId: null };
  await ledger.markWaiting({ ...attemptOf(flow), outcome, status: 'processing' });
}

function isKnown<Known extends { outcome: string }>(answer: Known | Unknown): answer is Known {
  return answer.outcome !== 'unknown';
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
