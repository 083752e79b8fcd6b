import type { OpenRetry, RetryCard } from '../../activities/charge-retry-facts.ts';

export type NextStep =
  | { kind: 'attempt'; card: RetryCard; asked: boolean; isBackup: boolean }
  | { kind: 'refuseRetry'; because: string }
  | { kind: 'giveUp' }
  /** `attemptAt`: an attempt is made then by itself. `until`: when the facts are read again at the latest. */
  | { kind: 'wait'; attemptAt: number | null; giveUpAt: number | null; until: number };

export type Moment = {
  now: number;
  startedAt: number;
  retryAsked: boolean;
  cardWorks: boolean;
  /** Until when the budget of a card refuses it, by the card's id. */
  refusedUntil: ReadonlyMap<string, number>;
};

const DAY_MS = 24 * 3600_000;
const NO_CARD =
  'There is no card on file that could be charged for it. One that its payer gave by a link for this payment alone is tried again on that page only.';

/** What to do about a failing charge that nobody wants to end. */
export function nextStep(facts: OpenRetry, moment: Moment): NextStep {
  const { card, backupCard, retryState } = facts;
  const { now, retryAsked, cardWorks } = moment;
  if (retryAsked)
    return card
      ? { kind: 'attempt', card, asked: true, isBackup: false }
      : { kind: 'refuseRetry', because: NO_CARD };

  const isFree = (one: RetryCard) => (moment.refusedUntil.get(one.id) ?? 0) <= now;
  if (card && facts.isAnotherCard && isFree(card)) return attempt(card);
  if (backupCard && anotherCardCanHelp(facts) && isFree(backupCard))
    return { ...attempt(backupCard), isBackup: true };
  if (card && cardWorks && retryState !== 'needs_payer') return attempt(card);
  if (card && retryState === 'follows' && facts.retryWanted && isFree(card)) return attempt(card);

  const attemptAt = scheduledAt(facts, moment);
  if (card && attemptAt !== null && attemptAt <= now) return attempt(card);

  const giveUpAt =
    attemptAt === null ? (facts.firstDeclinedAt ?? moment.startedAt) + facts.giveUpAfterMs : null;
  if (giveUpAt !== null && giveUpAt <= now) return { kind: 'giveUp' };
  // Messages may be lost: once a day it looks by itself.
  const until = Math.min(attemptAt ?? giveUpAt ?? Number.POSITIVE_INFINITY, now + DAY_MS);
  return { kind: 'wait', attemptAt, giveUpAt, until };
}

function attempt(card: RetryCard): NextStep & { kind: 'attempt' } {
  return { kind: 'attempt', card, asked: false, isBackup: false };
}

/** When the schedule wants the next attempt; null when it wants none. */
function scheduledAt(facts: OpenRetry, { refusedUntil }: Moment): number | null {
  const { card, retryState, nextAttemptAt, retryWanted } = facts;
  if (!card || !retryWanted || nextAttemptAt === null) return null;
  if (retryState !== 'scheduled' && retryState !== 'trying') return null;
  return Math.max(nextAttemptAt, refusedUntil.get(card.id) ?? 0);
}

/** Another card is no answer to a sum that cannot be charged, or to one that the issuer takes for paid already. */
function anotherCardCanHelp({ lastDecline, retryState }: OpenRetry): boolean {
  if (retryState === 'follows') return false;
  return lastDecline !== null && lastDecline.class !== 'amount' && lastDecline.class !== 'duplicate';
}
