import { classifyDecline, declineWords } from '@drawdown/shared/payments';
import type { ChargeRetryResult } from '@drawdown/shared/workflows';
import { CancelledFailure, ChildWorkflowFailure, condition, sleep } from '@temporalio/workflow';
import type { Reservation } from '../../activities/charge-retry-facts.ts';
import type { OpenTopUp } from '../../activities/top-up-facts.ts';
import { collecting } from '../charging/activities.ts';
import { declineOf, type Only } from '../charging/attempt.ts';
import { restartDelayMs } from '../charging/delays.ts';
import { ledger } from './activities.ts';
import { recordFirstDecline } from './backup-card.ts';
import { retryCanceledInTemporal } from './canceled-in-temporal.ts';
import { type ChargeRetryChild, startChargeRetry } from './charge-retry-child.ts';
import type { Conversation } from './conversation.ts';
import { credit, type Ending, endedBefore } from './endings.ts';
import { attemptOf, type Flow } from './flow.ts';

type Refused = Exclude<Reservation, { outcome: 'reserved' }>;

/** Answers why the first attempt may not be made now; null when it may. Stripe has not been asked for anything. */
export async function reserve(flow: Flow): Promise<Refused | null> {
  const { facts, input } = flow;
  const { paymentMethodId } = facts;
  const asked = input.trigger === 'manual';
  const reserved = await collecting.reserveAttempt({
    ...attemptOf(flow),
    process: 'top-up',
    paymentMethodId,
    asked,
    isBackup: false,
  });
  return reserved.outcome === 'reserved' ? null : reserved;
}

/**
 * The decline is recorded with everything that follows from it before anybody hears of it; or nothing follows from it,
 * because the backup card has paid.
 */
export async function declineThenCollect(
  flow: Flow,
  outcome: Only<'declined' | 'requiresAction'>,
): Promise<Ending> {
  const paid = await recordFirstDecline(flow, outcome);
  if (paid) return credit(flow, paid);
  return collect(flow, { begunBefore: false, code: declineOf(outcome).code });
}

/**
 * An earlier run ended while the backup card was being asked: what follows from the decline before happens now, and
 * `chargeRetry` finds out what became of that card.
 */
export async function collectSetAside(
  flow: Flow,
  { attempt, decline }: NonNullable<OpenTopUp['setAside']>,
): Promise<Ending> {
  const { topUpId, chargeId, paymentIntentId } = { ...attemptOf(flow), ...flow.facts };
  const order = { process: 'top-up' as const, topUpId, chargeId, attempt, paymentIntentId, decline };
  await collecting.recordDecline({ ...order, at: Date.now(), isBackup: false });
  return collect(flow, { begunBefore: false, code: decline.code });
}

type Collecting = Parameters<Conversation['enter']>[0];

type Begin = { begunBefore: boolean; code?: string; refused?: Refused };

/** Hands the charge to its `chargeRetry` and waits, for weeks if need be, for what becomes of it. */
export async function collect(flow: Flow, { begunBefore, code, refused }: Begin): Promise<Ending> {
  const { conversation, facts } = flow;
  const why = code ?? facts.declineCode ?? (refused && codeOf(refused)) ?? 'card_declined';
  const step = {
    flowState: needsPayer(why) ? 'requires_action' : 'retrying',
    words: `Not paid yet: ${declineWords(why).message} The process charge-retry:${facts.chargeId} collects it.`,
    failureCode: why,
  } as const;
  conversation.enter(step);
  conversation.tellFirstOutcome(
    needsPayer(why) ? { status: 'requires_action' } : { status: 'retrying', code: why },
  );
  for (let starts = 0; ; starts++) {
    if (conversation.isToldToLeave()) return conversation.endHere();
    const child = await startChargeRetry(flow, { isAgain: begunBefore || starts > 0 });
    const result = child && (await resultOf(flow, child, step));
    if (result) return concludeWith(flow, result);
    // Terminated by an operator, or the one of an earlier run is still ending: the next one reads what is true.
    await sleep(restartDelayMs(starts), { summary: 'Before the charge is collected further' });
  }
}

/** Null when the child ended without having decided anything. */
async function resultOf(
  flow: Flow,
  child: ChargeRetryChild,
  step: Collecting,
): Promise<ChargeRetryResult | null> {
  const { conversation } = flow;
  let ended: { result: ChargeRetryResult | null } | undefined;
  let failed: unknown;
  const watching = child.result.then(
    (result) => {
      ended = { result };
    },
    (error: unknown) => {
      failed = error;
      ended = { result: null };
    },
  );
  while (!ended) {
    await condition(() => ended !== undefined || conversation.hasNewsOfCollecting());
    if (!ended && conversation.isToldToLeave()) return conversation.endHere();
    const next = ended ? null : conversation.takeNextStep();
    if (next) conversation.enter({ ...step, ...next });
    const wish = ended ? null : conversation.forwardWish();
    if (wish) await child.askToStop(wish);
  }
  await watching;
  if (failed !== undefined) understand(flow, failed);
  return ended.result;
}

/** Whoever had been handed a wish is gone; the next one is handed it again. */
function understand({ conversation }: Flow, failed: unknown): void {
  if (!(failed instanceof ChildWorkflowFailure)) throw failed;
  if (failed.cause instanceof CancelledFailure) retryCanceledInTemporal(conversation);
  conversation.forgetForwarding();
}

async function concludeWith(flow: Flow, result: ChargeRetryResult): Promise<Ending> {
  if (result.outcome === 'recovered')
    return credit(flow, { outcome: { ...result, outcome: 'succeeded' }, attempt: null });
  const { conversation, input } = flow;
  const facts = await ledger.beginTopUp(input.topUpId);
  const ending: Ending = facts.state === 'ended' ? endedBefore(facts) : { status: 'canceled' };
  conversation.enter({ flowState: ending.status, words: CLOSED_WORDS[result.as] });
  return ending;
}

const CLOSED_WORDS: Record<Extract<ChargeRetryResult, { outcome: 'closed' }>['as'], string> = {
  stopped: 'Stopped: nothing was charged, and nothing is tried any more.',
  paid_outside: 'Paid outside Stripe: the wallet was credited, and the card is not charged any more.',
  written_off: 'Written off: nothing was charged, and nothing is tried any more.',
  funded_otherwise: 'The money has come in in another way: the card is not charged any more.',
  given_up: 'Given up: nobody brought another card in time. Nothing was charged.',
};

function needsPayer(code: string): boolean {
  return classifyDecline({ code, adviceCode: null }) === 'authentication';
}

/** The general reason why a card is not tried, for who asked for the top-up. */
function codeOf({ outcome }: Refused): string {
  switch (outcome) {
    case 'card_blocked':
      return 'previously_declined_do_not_retry';
    case 'budget_used_up':
      return 'card_decline_rate_limit_exceeded';
    case 'follows':
    case 'taken':
      return 'card_declined';
  }
}
