import type { ChargeRetryResult } from '@drawdown/shared/workflows';
import type { OpenRetry } from '../../activities/charge-retry-facts.ts';
import { collecting } from '../charging/activities.ts';
import type { KnownOutcome } from '../charging/attempt.ts';
import { lookUp } from '../charging/looking.ts';
import { waitForStripe } from '../charging/processing.ts';
import { closeCanceled } from './closing.ts';
import { companyOf, refuseClosing } from './company.ts';
import { recover } from './concluding.ts';
import { attemptWith, type Flow, type OldFailure } from './flow.ts';

/** What Stripe says about the payment between two attempts: the payer, or somebody at Stripe, may have acted. */
export type Looked =
  | { kind: 'same'; olderFailure: OldFailure | null }
  /** `result` null: the facts have to be read again. */
  | { kind: 'changed'; result: ChargeRetryResult | null };

const NO_CARD = { id: '', stripePaymentMethodId: '', words: '' };

export async function look(flow: Flow, facts: OpenRetry): Promise<Looked> {
  const { paymentIntentId } = facts;
  if (paymentIntentId === null) return { kind: 'same', olderFailure: null };
  const seen = await lookUp(betweenAttempts(flow, facts), paymentIntentId);
  if (seen === null) return { kind: 'same', olderFailure: null };
  if (await isPayersDecline(flow, facts, seen)) return { kind: 'changed', result: null };
  return atStripe(flow, facts, seen);
}

/** An attempt of the payer's that has failed counts against his card like any other, and may want another one. */
async function isPayersDecline({ input }: Flow, facts: OpenRetry, seen: KnownOutcome): Promise<boolean> {
  if (facts.payersAttempt == null) return false;
  if (seen.outcome !== 'declined' && seen.outcome !== 'requiresAction') return false;
  if (seen.decline === null) return false;
  const { topUpId, chargeId } = input;
  return collecting.recordPayersOutcome({ topUpId, chargeId, seen });
}

/** Acts on what Stripe says of its own accord. A failure of an attempt that was none of ours changes nothing. */
export async function atStripe(flow: Flow, facts: OpenRetry, seen: KnownOutcome): Promise<Looked> {
  const attempt = betweenAttempts(flow, facts);
  let known = seen;
  if (known.outcome === 'processing') {
    const company = companyOf(flow, facts, attempt.number);
    await company.refuseToStop();
    while (known.outcome === 'processing') known = await waitForStripe(attempt, company, known);
    flow.messages.resumeClosing();
  }
  switch (known.outcome) {
    case 'succeeded':
      return { kind: 'changed', result: await recover(flow, attempt.number, known) };
    case 'canceled':
      return { kind: 'changed', result: await closeCanceled(flow) };
    case 'declined':
    case 'requiresAction':
      await refuseClosing(flow, 'Stripe did not cancel the payment. Try again.');
      return { kind: 'same', olderFailure: failureOf(known.decline) };
  }
}

function failureOf(decline: { code: string; stripeChargeId: string | null } | null): OldFailure | null {
  return decline && { code: decline.code, stripeChargeId: decline.stripeChargeId };
}

function betweenAttempts(flow: Flow, facts: OpenRetry) {
  const { unfinished, payersAttempt } = facts;
  const number = payersAttempt ?? facts.nextAttempt;
  return attemptWith(flow, facts, { ...(unfinished ?? { number, card: NO_CARD }), begun: true });
}
