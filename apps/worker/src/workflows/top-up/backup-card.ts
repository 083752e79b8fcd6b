import { ActivityFailure, patched } from '@temporalio/workflow';
import type { Reservation, RetryCard } from '../../activities/charge-retry-facts.ts';
import { collecting } from '../charging/activities.ts';
import { declineOf, type KnownOutcome, type Only } from '../charging/attempt.ts';
import { confirmOnce } from '../charging/charge-card.ts';
import { attemptOf, type Flow } from './flow.ts';

/** In histories from before, a decline has its consequences at once, and `chargeRetry` asks the backup card after that. */
const ASKS_FIRST = 'the backup card is asked before a decline has consequences';

/** Leads are delivered from what is left in the wallet meanwhile, so that it must not take long. */
const RESERVE_WITHIN_MS = 5_000;
const CONFIRM_WITHIN_MS = 10_000;

export type BackupPayment = { outcome: Only<'succeeded'>; attempt: number };

/**
 * Records a first decline. Where the payer has a backup card, that one is asked once before anything follows from the
 * decline: if it pays, nobody is paused, suspended or told. Answers that payment; null once the decline has had its
 * consequences, which it has at once where the backup card says neither yes nor no: `chargeRetry` finds out.
 */
export async function recordFirstDecline(
  flow: Flow,
  outcome: Only<'declined' | 'requiresAction'>,
): Promise<BackupPayment | null> {
  const { paymentIntentId } = outcome;
  const declined = {
    ...attemptOf(flow),
    process: 'top-up' as const,
    paymentIntentId,
    decline: declineOf(outcome),
    at: Date.now(),
    isBackup: false,
  };
  const mayAskBackup = patched(ASKS_FIRST);
  // Undefined where a worker of an earlier release has answered.
  const first: { backupCard: RetryCard | null } | undefined = await collecting.recordDecline(
    mayAskBackup ? { ...declined, mayAskBackup } : declined,
  );
  const card = first?.backupCard ?? null;
  if (card === null || paymentIntentId === null) return null;

  const attempt = declined.attempt + 1;
  const answer = await ask(flow, { card, attempt, paymentIntentId });
  if (answer?.outcome === 'succeeded') return { outcome: answer, attempt };
  await collecting.recordDecline(declined);
  if (answer?.outcome === 'declined' || answer?.outcome === 'requiresAction')
    await collecting.recordDecline({ ...declined, attempt, decline: declineOf(answer), isBackup: true });
  return null;
}

/** Null where the card may not be asked now, or nobody knows what it said. */
async function ask(
  flow: Flow,
  { card, attempt, paymentIntentId }: { card: RetryCard; attempt: number; paymentIntentId: string },
): Promise<KnownOutcome | null> {
  const { topUpId, chargeId } = attemptOf(flow);
  flow.conversation.enter({
    flowState: 'charging',
    words: `The card was declined. Charging ${card.words}, the backup card, before anything follows from that.`,
  });
  const order = { process: 'top-up' as const, topUpId, chargeId, attempt };
  const reserved = await reserveInTime({ ...order, paymentMethodId: card.id, asked: false, isBackup: true });
  if (reserved?.outcome !== 'reserved') return null;
  const { stripePaymentMethodId } = card;
  const withinMs = CONFIRM_WITHIN_MS;
  return confirmOnce({ ...order, number: attempt, stripePaymentMethodId }, { paymentIntentId, withinMs });
}

type Order = Parameters<typeof collecting.reserveAttempt>[0];

async function reserveInTime(order: Order): Promise<Reservation | null> {
  try {
    const options = { scheduleToCloseTimeout: RESERVE_WITHIN_MS };
    return await collecting.reserveAttempt.executeWithOptions(options, [order]);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return null;
  }
}
