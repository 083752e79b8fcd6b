import { declineWords } from '@drawdown/shared/payments';
import type { OpenRetry } from '../../activities/charge-retry-facts.ts';
import { dayAndTimeWords, type Step } from '../charging/operator-view.ts';
import type { NextStep } from './next-step.ts';

type Waiting = Extract<NextStep, { kind: 'wait' }>;

export function headingOf(facts: OpenRetry): string {
  const { amount, payer, buyers, policy } = facts.words;
  const concerns = buyers === '' ? '' : `, concerns ${buyers}`;
  const schedule = policy === null ? '' : ` (schedule: ${policy})`;
  return `**${amount}** from a card of ${payer}${concerns}${schedule}`;
}

/** What it waits for and until when, for operators. */
export function waitingWords(facts: OpenRetry, waiting: Waiting): string {
  const because = facts.lastDecline ? `${declineWords(facts.lastDecline.code).message} ` : '';
  return `${because}${nextWords(facts, waiting)}`;
}

function nextWords(facts: OpenRetry, { attemptAt, giveUpAt }: Waiting): string {
  const { card, nextAttempt, retryState } = facts;
  if (attemptAt !== null && card)
    return `Attempt ${nextAttempt} with ${card.words} is made on ${dayAndTimeWords(new Date(attemptAt))}, another card at once.`;
  const until = giveUpAt === null ? '' : ` Given up on ${dayAndTimeWords(new Date(giveUpAt))}.`;
  return `${waitsFor(facts, retryState)}${until}`;
}

function waitsFor({ card, retryWanted }: OpenRetry, retryState: OpenRetry['retryState']): string {
  switch (retryState) {
    case 'needs_payer':
      return 'Waits for the payer to confirm the payment with the bank, or for another card.';
    case 'follows':
      return 'Waits for an older charge on the same card, which is tried first, or for another card.';
    case 'needs_card':
      return 'Waits for another card: nothing more is tried with this one.';
    case 'scheduled':
    case 'trying':
    case null:
      if (!card) return 'Waits for a card: there is none on file.';
      return retryWanted
        ? 'Waits for another card.'
        : 'Waits for another card or other money: no retries are wanted while delivery is paused.';
  }
}

/** As in "attempt 3, Tuesday 2026-11-24 10:00 UTC". */
export function timerSummary(facts: OpenRetry, { attemptAt, giveUpAt }: Waiting): string {
  if (attemptAt !== null) return `attempt ${facts.nextAttempt}, ${dayAndTimeWords(new Date(attemptAt))}`;
  return giveUpAt === null ? 'until news' : `given up, ${dayAndTimeWords(new Date(giveUpAt))}`;
}

/** What happens by itself, and when; undefined when nothing does. */
export function comesNext({ attemptAt, giveUpAt }: Waiting): Step['next'] {
  if (attemptAt !== null) return { at: new Date(attemptAt), words: 'Next attempt' };
  return giveUpAt === null ? undefined : { at: new Date(giveUpAt), words: 'Given up' };
}
