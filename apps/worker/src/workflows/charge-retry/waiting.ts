import type { OpenRetry } from '../../activities/charge-retry-facts.ts';
import { payerLookDelayMs } from '../charging/delays.ts';
import { show } from '../charging/operator-view.ts';
import type { Flow } from './flow.ts';
import type { NextStep } from './next-step.ts';
import { tellNext } from './telling.ts';
import { comesNext, headingOf, timerSummary, waitingWords } from './words.ts';

/** Waits for the next attempt, for news, or for the next look. */
export async function wait(
  flow: Flow,
  facts: OpenRetry,
  step: Extract<NextStep, { kind: 'wait' }>,
): Promise<void> {
  const { messages } = flow;
  const { attemptAt, until } = step;
  const words = waitingWords(facts, step);
  const next = comesNext(step);
  messages.enter('waiting');
  messages.tell({
    words,
    attempts: facts.nextAttempt - 1,
    nextAttemptAt: attemptAt === null ? null : new Date(attemptAt).toISOString(),
  });
  show(headingOf(facts), {
    flowState: attemptAt === null ? (facts.retryState ?? 'scheduled') : 'scheduled',
    words,
    ...(facts.lastDecline && { failureCode: facts.lastDecline.code }),
    ...(next && { next }),
  });
  if (flow.tellsMore) await tellNext(flow, next);
  const delayMs = Math.max(0, until - Date.now());
  if (facts.retryState !== 'needs_payer') {
    await messages.waitForNews({ delayMs, summary: timerSummary(facts, step) });
    return;
  }
  // The payer confirms it at Stripe, and the news of that may never come.
  const lookMs = Math.min(delayMs, payerLookDelayMs(flow.looks++));
  const summary = 'Until the next look at Stripe, whether the payer has confirmed it';
  if (!(await messages.waitForNews({ delayMs: lookMs, summary }))) messages.noteLook();
}
