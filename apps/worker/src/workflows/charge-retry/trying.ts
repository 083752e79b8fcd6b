import type { ChargeRetryResult } from '@drawdown/shared/workflows';
import type { OpenRetry, Reservation } from '../../activities/charge-retry-facts.ts';
import { collecting } from '../charging/activities.ts';
import { dayAndTimeWords, show } from '../charging/operator-view.ts';
import { carryOut } from './concluding.ts';
import { attemptWith, type Flow } from './flow.ts';
import { look } from './looking.ts';
import type { NextStep } from './next-step.ts';
import { headingOf } from './words.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * One more attempt: looks whether the payment has not succeeded meanwhile, asks the card's budget, and only then
 * Stripe. Null: the charge is still failing.
 */
export async function tryCard(
  flow: Flow,
  facts: OpenRetry,
  { card, asked, isBackup }: Extract<NextStep, { kind: 'attempt' }>,
): Promise<ChargeRetryResult | null> {
  const { input, messages, refusedUntil } = flow;
  const { topUpId, chargeId } = input;
  messages.enter('charging');
  const looked = await look(flow, facts);
  if (looked.kind === 'changed') return looked.result;

  const number = facts.nextAttempt;
  const reserved = await collecting.reserveAttempt({
    process: 'charge-retry',
    topUpId,
    chargeId,
    attempt: number,
    paymentMethodId: card.id,
    asked,
    isBackup,
  });
  if (reserved.outcome === 'taken') return null;
  if (reserved.outcome !== 'reserved') {
    refusedUntil.set(card.id, freeAgainAt(reserved));
    messages.answerRetries({ outcome: 'waiting', because: refusalWords(reserved) });
    return null;
  }
  flow.looks = 0;
  const words = `Attempt ${number}: charging ${card.words}${isBackup ? ', the backup card' : ''}.`;
  messages.tell({ words, attempts: number, nextAttemptAt: null });
  show(headingOf(facts), { flowState: 'charging', words });
  const { olderFailure } = looked;
  const attempt = attemptWith(flow, facts, { number, card, begun: false, olderFailure });
  return carryOut(flow, facts, { attempt, isBackup });
}

type Refused = Exclude<Reservation, { outcome: 'reserved' | 'taken' }>;

/** At least a minute from now, whatever the clocks say, so that a refusal is never asked for in circles. */
function freeAgainAt(refused: Refused): number {
  return refused.outcome === 'follows'
    ? Date.now() + DAY_MS
    : Math.max(refused.until, Date.now() + MINUTE_MS);
}

function refusalWords(refused: Refused): string {
  switch (refused.outcome) {
    case 'follows':
      return 'An older charge on the same card is tried first; this one follows when it succeeds.';
    case 'card_blocked':
      return 'The bank refuses this card for good. Another card is tried at once.';
    case 'budget_used_up':
      return `The card has been declined as often as the card networks allow. It can be tried again on ${dayAndTimeWords(new Date(refused.until))}; another card at once.`;
  }
}
