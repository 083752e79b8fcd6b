import { ApplicationFailure } from '@temporalio/common';

/** Short, because somebody waits for the lead; the places of one card turn over about once a second. */
const ASK_AGAIN_MS = 400;

/**
 * As many attempts as the card may decline are under way. Nothing failed: the activity is repeated until one of them is
 * decided, and says in Temporal what it waits for.
 */
export function cardCrowded(): ApplicationFailure {
  return ApplicationFailure.create({
    message: 'Waiting for other attempts on this card to be decided',
    type: 'CardCrowded',
    nextRetryDelay: ASK_AGAIN_MS,
  });
}
