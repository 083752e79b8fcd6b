import type { ChargeRetryResult } from '@drawdown/shared/workflows';
import type { OpenRetry } from '../../activities/charge-retry-facts.ts';
import { collecting } from '../charging/activities.ts';
import { type Attempt, declineOf, type KnownOutcome, type Only } from '../charging/attempt.ts';
import { confirmUntilKnown, ensurePaymentIntent } from '../charging/charge-card.ts';
import { waitForStripe } from '../charging/processing.ts';
import { closeCanceled } from './closing.ts';
import { companyOf, refuseClosing } from './company.ts';
import type { Flow } from './flow.ts';

/** Asks Stripe for the attempt until it is decided, and records what became of it. Null: the charge is still failing. */
export async function carryOut(
  flow: Flow,
  facts: OpenRetry,
  { attempt, isBackup }: { attempt: Attempt; isBackup: boolean },
): Promise<ChargeRetryResult | null> {
  const company = companyOf(flow, facts, attempt.number);
  flow.messages.enter('charging');
  const paymentIntent = await ensurePaymentIntent(attempt, company);
  switch (paymentIntent.outcome) {
    case 'givenUp':
      return closeCanceled(flow);
    case 'rejected':
      return conclude(flow, facts, {
        attempt,
        isBackup,
        outcome: { outcome: 'declined', paymentIntentId: null, decline: paymentIntent.decline },
      });
    case 'ready': {
      const outcome = await confirmUntilKnown(attempt, company, paymentIntent.paymentIntentId);
      return conclude(flow, facts, { attempt, isBackup, outcome });
    }
  }
}

type Decided = { attempt: Attempt; isBackup: boolean; outcome: KnownOutcome };

export async function conclude(
  flow: Flow,
  facts: OpenRetry,
  { attempt, isBackup, outcome }: Decided,
): Promise<ChargeRetryResult | null> {
  const company = companyOf(flow, facts, attempt.number);
  let known = outcome;
  while (known.outcome === 'processing') known = await waitForStripe(attempt, company, known);
  flow.messages.resumeClosing();
  switch (known.outcome) {
    case 'succeeded':
      return recover(flow, attempt.number, known);
    case 'declined':
    case 'requiresAction':
      await recordDecline(flow, { attempt, isBackup, outcome: known });
      return null;
    case 'canceled':
      return closeCanceled(flow);
  }
}

/** The money is there. Whoever wanted anything else is told so. */
export async function recover(
  flow: Flow,
  attempt: number,
  outcome: Only<'succeeded'>,
): Promise<ChargeRetryResult> {
  const { messages, input } = flow;
  const { topUpId, chargeId } = input;
  await collecting.recordPaid({ topUpId, chargeId, attempt, outcome });
  messages.answerRetries({ outcome: 'paid' });
  await refuseClosing(flow, 'The card had been charged already; the wallet is credited.');
  const { paymentIntentId, stripeChargeId, amountReceivedMinor } = outcome;
  return { outcome: 'recovered', paymentIntentId, stripeChargeId, amountReceivedMinor };
}

async function recordDecline(
  { messages, input }: Flow,
  { attempt, isBackup, outcome }: Decided & { outcome: Only<'declined' | 'requiresAction'> },
): Promise<void> {
  const { topUpId, chargeId } = input;
  const decline = declineOf(outcome);
  await collecting.recordDecline({
    process: 'charge-retry',
    topUpId,
    chargeId,
    attempt: attempt.number,
    paymentIntentId: outcome.paymentIntentId,
    decline,
    at: Date.now(),
    isBackup,
  });
  messages.answerRetries({ outcome: 'declined', code: decline.code });
}
