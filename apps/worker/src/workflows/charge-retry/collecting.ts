import type { ChargeRetryResult } from '@drawdown/shared/workflows';
import type { OpenRetry, RetryView } from '../../activities/charge-retry-facts.ts';
import { collecting } from '../charging/activities.ts';
import { type CloseWish, wishTo } from './close-wish.ts';
import { close } from './closing.ts';
import { carryOut } from './concluding.ts';
import { attemptWith, type Flow } from './flow.ts';
import { atStripe, look } from './looking.ts';
import type { Heard } from './messages.ts';
import { type NextStep, nextStep } from './next-step.ts';
import { noteWhoAsked } from './telling.ts';
import { tryCard } from './trying.ts';
import { wait } from './waiting.ts';
import { headingOf } from './words.ts';

/** Reads what is true, does the one thing that follows from it, and reads again, until the charge has ended. */
export async function collect(flow: Flow): Promise<ChargeRetryResult> {
  const { messages, input } = flow;
  for (;;) {
    await messages.leaveIfTold();
    messages.enter('waiting');
    // Taken before the facts are read: what is heard meanwhile may be newer than they are.
    const heard = messages.takeHeard();
    const facts = await collecting.readRetry(input.chargeId);
    if (facts.state === 'ended') return endedBefore(facts);
    flow.heading = headingOf(facts);
    const result = await act(flow, facts, heard);
    if (result) return result;
  }
}

async function act(flow: Flow, facts: OpenRetry, heard: Heard): Promise<ChargeRetryResult | null> {
  const { messages, refusedUntil, startedAt } = flow;
  if (flow.tellsMore) await noteWhoAsked(flow);
  const wish = messages.closeWish();
  if (wish) return tryToClose(flow, facts, wish);
  // An attempt of an earlier run: no other is made before it is known what became of it.
  if (facts.unfinished) {
    const { number, card, isBackup = false } = facts.unfinished;
    const attempt = attemptWith(flow, facts, { number, card, begun: true });
    return carryOut(flow, facts, { attempt, isBackup });
  }
  if (heard.paymentChanged) {
    const looked = await look(flow, facts);
    if (looked.kind !== 'same') return looked.result;
  }
  if (heard.cardWorks || heard.cardsChanged) refusedUntil.clear();
  const { cardWorks } = heard;
  const moment = { now: Date.now(), startedAt, retryAsked: messages.isRetryAsked(), cardWorks, refusedUntil };
  return take(flow, facts, nextStep(facts, moment));
}

async function take(flow: Flow, facts: OpenRetry, step: NextStep): Promise<ChargeRetryResult | null> {
  switch (step.kind) {
    case 'attempt':
      return tryCard(flow, facts, step);
    case 'refuseRetry':
      flow.messages.answerRetries({ outcome: 'waiting', because: step.because });
      return null;
    case 'giveUp':
      return tryToClose(flow, facts, wishTo('given_up'));
    case 'wait':
      await wait(flow, facts, step);
      return null;
  }
}

async function tryToClose(flow: Flow, facts: OpenRetry, wish: CloseWish): Promise<ChargeRetryResult | null> {
  const closing = await close(flow, facts, wish);
  if ('closed' in closing) return closing.closed;
  const looked = await atStripe(flow, facts, closing.insteadAtStripe);
  return looked.kind === 'same' ? null : looked.result;
}

function endedBefore(facts: Extract<RetryView, { state: 'ended' }>): ChargeRetryResult {
  const { closedAs, payment } = facts;
  if (closedAs !== 'paid') return { outcome: 'closed', as: closedAs };
  if (payment === null) throw new Error('a paid charge without a payment');
  return { outcome: 'recovered', ...payment };
}
