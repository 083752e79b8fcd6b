import { declineWords } from '@drawdown/shared/payments';
import type { LeadOutcome } from '@drawdown/shared/workflows';
import { sleep } from '@temporalio/workflow';
import type { LeadStep } from '../../activities/lead-charge-facts.ts';
import { declineOf, type KnownOutcome, type Only } from '../charging/attempt.ts';
import { roundDelayMs } from '../charging/delays.ts';
import { cancelPaymentIntent } from '../charging/looking.ts';
import { ledger } from './activities.ts';
import { attemptOf, type Flow } from './flow.ts';

/** The money is there: the lead may be delivered, and the router is told so. */
export async function deliver(flow: Flow, outcome: Only<'succeeded'>): Promise<LeadOutcome> {
  const { chargeId } = flow.input;
  const attempt = flow.facts.attempt;
  return conclude(flow, await ledger.deliverLead({ chargeId, attempt, outcome }), {
    delivered: 'Delivered: the card was charged.',
    refused: 'The lead had been refused; the money is in the wallet.',
  });
}

/** Nothing was charged and nothing can be any more. */
export async function refuse(flow: Flow): Promise<LeadOutcome> {
  return conclude(flow, await ledger.refuseLead(flow.input.chargeId), {
    delivered: 'Delivered.',
    refused: 'Refused: the card did not pay. Nothing was charged.',
  });
}

/** Null where the lead is to be refused, once its payment is canceled. */
export async function decline(
  flow: Flow,
  outcome: Only<'declined' | 'requiresAction'>,
): Promise<LeadOutcome | null> {
  const { chargeId } = flow.input;
  const { paymentIntentId } = outcome;
  const said = declineOf(outcome);
  const step = await ledger.declineLead({
    chargeId,
    attempt: flow.facts.attempt,
    paymentIntentId,
    decline: said,
    at: Date.now(),
  });
  const { message } = declineWords(said.code);
  if (step.outcome !== 'pending')
    return conclude(flow, step, {
      delivered: `Delivered on trust: ${message} The charge is collected as a top-up that pays for it.`,
      refused: `Refused: ${message} Nothing was charged.`,
    });
  flow.conversation.enter({
    flowState: 'canceling',
    words: `Declined (${said.code}): ${message} Canceling the payment before the lead is refused.`,
    failureCode: said.code,
  });
  return null;
}

/** So that nothing can be taken any more; or what has become of the payment instead. */
export async function cancelDeclined(flow: Flow, paymentIntentId: string): Promise<KnownOutcome> {
  for (let rounds = 0; ; rounds++) {
    const seen = await cancelPaymentIntent(attemptOf(flow), paymentIntentId);
    if (seen.outcome !== 'declined' && seen.outcome !== 'requiresAction') return seen;
    await sleep(roundDelayMs(rounds), { summary: 'Stripe did not cancel the payment' });
  }
}

/** Nobody has to try the card: the lead was decided without it. */
export function withoutAttempt(flow: Flow, step: LeadStep): LeadOutcome {
  return conclude(flow, step, {
    delivered: 'Delivered on trust, beside what is being collected already. The card was not tried.',
    refused: 'Refused: the card was declined for something else, and is not tried. Nothing was charged.',
  });
}

function conclude(
  { conversation }: Flow,
  { outcome }: LeadStep,
  words: Record<LeadOutcome['status'], string>,
): LeadOutcome {
  if (outcome === 'pending') throw new Error('the lead was to be decided');
  conversation.enter({ flowState: outcome, words: words[outcome] });
  return { status: outcome };
}
