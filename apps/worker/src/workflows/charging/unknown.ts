import type { Company } from './attempt.ts';
import { roundDelayMs, SAME_KEY_DELAYS_MS } from './delays.ts';

export type Unknown = { outcome: 'unknown'; detail: string };

export type Question<Known> = {
  /** What is asked of Stripe, as in "checking whether Stripe could …". */
  purpose: string;
  /** Whether it is an attempt on a card, whose outcome is unknown meanwhile. */
  begun: boolean;
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
  company: Pick<Company, 'listen' | 'stillUnknown'>,
  question: Question<Known>,
): Promise<Known> {
  const { purpose, begun } = question;
  for (let round = 0; ; round++) {
    const key = round === 0 ? question.key : `${question.key}:${round}`;
    const delays = round === 0 ? SAME_KEY_DELAYS_MS : [];
    for (const [index, delayMs] of [0, ...delays].entries()) {
      if (index > 0) {
        const summary = `Before try ${index + 1} of ${delays.length + 1} under the same key`;
        const news = await company.listen({ delayMs, summary });
        if (news === 'cancelRequested') return question.giveUp();
        const seen = news === 'paymentChanged' ? await question.lookUp() : null;
        if (seen) return seen;
      }
      const answer = await question.ask(key, `${capitalized(purpose)}, key ${key}`);
      if (isKnown(answer)) return answer;
      await company.stillUnknown({ purpose, detail: answer.detail, begun, tries: index + 1 });
    }
    const seen = await question.lookUp();
    if (seen) return seen;
    if (round === 0) continue;
    const pause = { delayMs: roundDelayMs(round), summary: 'Stripe gives no usable answer' };
    if ((await company.listen(pause)) === 'cancelRequested') return question.giveUp();
  }
}

function isKnown<Known extends { outcome: string }>(answer: Known | Unknown): answer is Known {
  return answer.outcome !== 'unknown';
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
