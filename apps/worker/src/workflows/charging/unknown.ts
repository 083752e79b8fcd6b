import { patched } from '@temporalio/workflow';
import type { Company } from './attempt.ts';
import { fitsIntoRound, roundDelayMs, SAME_KEY_DELAYS_MS } from './delays.ts';
import type { Step } from './operator-view.ts';
import { askOnceCharging } from './stopped.ts';

/** `held`: charging is stopped and Stripe was not asked, so that the key is as good as new. */
export type Unknown = { outcome: 'unknown'; detail: string; held?: boolean };

/** A round that ends by its time, however long each try hangs. */
const ENDS_IN_TIME = 'a round of tries ends within two minutes';

export type Question<Known> = {
  /** What is asked of Stripe, as in "checking whether Stripe could …". */
  purpose: string;
  /** Whether it is an attempt on a card, whose outcome is unknown meanwhile. */
  begun: boolean;
  key: string;
  /** `probe`: the try that may be made although charging is stopped, to see whether that is over. */
  ask(idempotencyKey: string, summary: string, probe: string | null): Promise<Known | Unknown>;
  /** What Stripe has made of it by now; null when nothing. */
  lookUp(): Promise<Known | null>;
  giveUp(): Promise<Known>;
};

/**
 * Asks until the answer is certain. First under the same key, which can take effect only once; a new key only after
 * Stripe has shown that nothing came of the old one.
 */
export async function askUntilKnown<Known extends { outcome: string }>(
  company: Pick<Company, 'listen' | 'stillUnknown'>,
  question: Question<Known>,
): Promise<Known> {
  const { purpose, begun } = question;
  for (let round = 0; ; round++) {
    const key = round === 0 ? question.key : `${question.key}:${round}`;
    const delays = round === 0 ? SAME_KEY_DELAYS_MS : [];
    const since = Date.now();
    for (const [index, delayMs] of [0, ...delays].entries()) {
      if (index > 0) {
        if (!fitsIntoRound({ elapsedMs: Date.now() - since, delayMs }) && patched(ENDS_IN_TIME)) break;
        const summary = `Before try ${index + 1} of ${delays.length + 1} under the same key`;
        const news = await company.listen({ delayMs, summary });
        if (news === 'cancelRequested') return question.giveUp();
        const seen = news === 'paymentChanged' ? await question.lookUp() : null;
        if (seen) return seen;
      }
      const answer = await askOnceCharging(company, question, key);
      if (answer === 'cancelRequested') return question.giveUp();
      if (isKnown(answer)) return answer;
      const lookAt = new Date(Date.now() + (delays[index] ?? (round === 0 ? 0 : roundDelayMs(round))));
      await company.stillUnknown({ purpose, detail: answer.detail, begun, tries: index + 1, lookAt });
    }
    const seen = await question.lookUp();
    if (seen) return seen;
    if (round === 0) continue;
    const pause = { delayMs: roundDelayMs(round), summary: 'Stripe gives no usable answer' };
    if ((await company.listen(pause)) === 'cancelRequested') return question.giveUp();
  }
}

/** For operators: while Stripe is away, each look after that one is at most so far from the one before. */
export function nextLook(lookAt: Date): NonNullable<Step['next']> {
  return { at: lookAt, words: 'Next look at Stripe, then at least every ten minutes' };
}

function isKnown<Known extends { outcome: string }>(answer: Known | Unknown): answer is Known {
  return answer.outcome !== 'unknown';
}
