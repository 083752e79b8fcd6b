import type { ChargeOutcome, Decline } from '@drawdown/shared/payments';
import { ActivityFailure, rootCause } from '@temporalio/workflow';
import { charging, records } from './activities.ts';
import type { Attempt, Company, KnownOutcome } from './attempt.ts';
import { cancelPaymentIntent, lookUp } from './looking.ts';
import { showPaymentIntent } from './operator-view.ts';
import { askUntilKnown, type Unknown } from './unknown.ts';

export type EnsuredPaymentIntent =
  | { outcome: 'ready'; paymentIntentId: string }
  | { outcome: 'rejected'; decline: Decline }
  | { outcome: 'givenUp' };

/**
 * The one PaymentIntent of this charge, stored before it can be confirmed. One that was created and never heard of
 * stays unconfirmed at Stripe for ever, so that creating another does no harm.
 */
export async function ensurePaymentIntent(attempt: Attempt, company: Company): Promise<EnsuredPaymentIntent> {
  const { process, chargeId, number } = attempt;
  const created =
    attempt.paymentIntentId === null
      ? await createPaymentIntent(attempt, company)
      : { outcome: 'created' as const, paymentIntentId: attempt.paymentIntentId };
  if (created.outcome !== 'created') return created;
  const { paymentIntentId } = created;
  const stored = await records.beginAttempt({ process, chargeId, attempt: number, paymentIntentId });
  showPaymentIntent(stored.paymentIntentId);
  return { outcome: 'ready', paymentIntentId: stored.paymentIntentId };
}

/** Asks for the charge. The same key is the same charge at Stripe, however often it is asked. */
export async function confirmUntilKnown(
  attempt: Attempt,
  company: Company,
  paymentIntentId: string,
): Promise<KnownOutcome> {
  const seen = attempt.begun ? await lookUp(attempt, paymentIntentId) : null;
  if (seen) return seen;
  return askUntilKnown<KnownOutcome>(company, {
    purpose: 'confirm the payment',
    begun: true,
    key: `chg:${attempt.chargeId}:confirm:${attempt.number}`,
    ask: (idempotencyKey, summary) => confirm(attempt, { paymentIntentId, idempotencyKey, summary }),
    lookUp: () => lookUp(attempt, paymentIntentId),
    giveUp: () => cancelPaymentIntent(attempt, paymentIntentId),
  });
}

type Created =
  | { outcome: 'created'; paymentIntentId: string }
  | Exclude<EnsuredPaymentIntent, { outcome: 'ready' }>;

function createPaymentIntent(attempt: Attempt, company: Company): Promise<Created> {
  return askUntilKnown<Created>(company, {
    purpose: 'set the payment up',
    begun: false,
    key: `chg:${attempt.chargeId}:create`,
    ask: (idempotencyKey, summary) => create(attempt, { idempotencyKey, summary }),
    lookUp: async () => null,
    giveUp: async () => ({ outcome: 'givenUp' }),
  });
}

async function create(
  attempt: Attempt,
  { idempotencyKey, summary }: { idempotencyKey: string; summary: string },
): Promise<Created | Unknown> {
  const order = {
    process: attempt.process,
    idempotencyKey,
    stripeCustomerId: attempt.stripeCustomerId,
    amountMinor: attempt.amountMinor,
    currency: attempt.currency,
    ...attempt.order,
  };
  return unknownIfUnanswered(charging.createPaymentIntent.executeWithOptions({ summary }, [order]));
}

async function confirm(
  { process, stripePaymentMethodId }: Attempt,
  call: { paymentIntentId: string; idempotencyKey: string; summary: string },
): Promise<ChargeOutcome | Unknown> {
  const { paymentIntentId, idempotencyKey, summary } = call;
  const order = { process, idempotencyKey, paymentIntentId, stripePaymentMethodId };
  return unknownIfUnanswered(charging.confirmPaymentIntent.executeWithOptions({ summary }, [order]));
}

/** A call that failed or timed out may still have been carried out. */
export async function unknownIfUnanswered<Answer>(call: Promise<Answer>): Promise<Answer | Unknown> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return { outcome: 'unknown', detail: rootCause(error) ?? 'the call was not answered' };
  }
}
