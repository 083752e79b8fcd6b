import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';

/** Short at first, because somebody waits for the lead; longer where many wait for one card, so that asking is no load. */
const FIRST_MS = 400;
const LONGEST_MS = 5_000;

/**
 * As many attempts as the card may decline are under way. Nothing failed: the activity is repeated until one of them is
 * decided, and says in Temporal what it waits for.
 */
export function cardCrowded(): ApplicationFailure {
  return ApplicationFailure.create({
    message: 'Waiting for other attempts on this card to be decided',
    type: 'CardCrowded',
    nextRetryDelay: askAgainMs(Context.current().info.attempt),
  });
}

/** Spread out, so that those who were turned away together do not come back together. */
function askAgainMs(asked: number): number {
  const longest = Math.min(FIRST_MS * 1.5 ** Math.min(asked - 1, 20), LONGEST_MS);
  return Math.round(longest * (0.7 + 0.6 * Math.random()));
}
