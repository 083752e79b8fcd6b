import { patched } from '@temporalio/workflow';
import type { Conversation } from './conversation.ts';

/** In histories from before, a cancellation asked for at Temporal gives the top-up up. */
const LEAVES = 'a cancellation leaves the charge as it is';

/**
 * A cancellation asked for at Temporal decides nothing about money: the run ends where nothing is half done, the row stays
 * open, and the janitor starts another run, which goes on from what the database and Stripe say.
 */
export function canceledInTemporal(conversation: Conversation): void {
  if (patched(LEAVES)) conversation.leave();
  else conversation.requestCancel({ by: 'an operator', reason: 'Canceled in Temporal' });
}

/** The same for the process that collects the charge: it is started again, like one that was terminated. */
export function retryCanceledInTemporal(conversation: Conversation): void {
  if (!patched(LEAVES)) conversation.requestCancel({ by: 'an operator', reason: 'Canceled in Temporal' });
}
