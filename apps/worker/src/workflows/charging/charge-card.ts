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
    key: confirmKey(attempt),
    ask: (idempotencyKey, summary, probe) =>
      confirm(attempt, { paymentIntentId, idempotencyKey, summary, probe }),
    lookUp: () => lookUp(attempt, paymentIntentId),
    giveUp: () => cancelPaymentIntent(attempt, paymentIntentId),
  });
}

type OneTry = Pick<Attempt, 'process' | 'chargeId' | 'number' | 'stripePaymentMethodId'>;

/**
 * Asks for the charge once and waits for no more than `withinMs`. Null where nobody knows what came of it: whoever goes on
 * asks under the same key, which can take effect only once.
 */
export async function confirmOnce(
  { process, chargeId, number, stripePaymentMethodId }: OneTry,
  { paymentIntentId, withinMs }: { paymentIntentId: string; withinMs: number },
): Promise<KnownOutcome | null> {
  const idempotencyKey = confirmKey({ chargeId, number });
  const summary = `Confirm the payment once, key ${idempotencyKey}`;
  const options = { summary, startToCloseTimeout: withinMs, scheduleToCloseTimeout: withinMs };
  const order = { process, idempotencyKey, paymentIntentId, stripePaymentMethodId };
  const answer = await unknownIfUnanswered(
    charging.confirmPaymentIntent.executeWithOptions(options, [order]),
  );
  return answer.outcome === 'unknown' ? null : answer;
}

/** The same for the same attempt, whoever makes it. */
function confirmKey({ chargeId, number }: Pick<Attempt, 'chargeId' | 'number'>): string {
  return `chg:${chargeId}:confirm:${number}`;
}

type Created =
  | { outcome: 'created'; paymentIntentId: string }
  | Exclude<EnsuredPaymentIntent, { outcome: 'ready' }>;

function createPaymentIntent(attempt: Attempt, company: Company): Promise<Created> {
  return askUntilKnown<Created>(company, {
    purpose: 'set the payment up',
    begun: false,
    key: `chg:${attempt.chargeId}:create`,
    ask: (idempotencyKey, summary, probe) => create(attempt, { idempotencyKey, summary, probe }),
    lookUp: async () => null,
    giveUp: async () => ({ outcome: 'givenUp' }),
  });
}

async function create(
  attempt: Attempt,
  { idempotencyKey, summary, probe }: { idempotencyKey: string; summary: string; probe: string | null },
): Promise<Created | Unknown> {
  const order = {
    process: attempt.process,
    idempotencyKey,
    stripeCustomerId: attempt.stripeCustomerId,
    amountMinor: attempt.amountMinor,
    currency: attempt.currency,
    ...attempt.order,
    ...(probe !== null && { probe }),
  };
  return unknownIfUnanswered(charging.createPaymentIntent.executeWithOptions({ summary }, [order]));
}

async function confirm(
  { process, stripePaymentMethodId }: Attempt,
  call: { paymentIntentId: string; idempotencyKey: string; summary: string; probe: string | null },
): Promise<ChargeOutcome | Unknown> {
  const { paymentIntentId, idempotencyKey, summary, probe } = call;
  const order = {
    process,
    idempotencyKey,
    paymentIntentId,
    stripePaymentMethodId,
    ...(probe !== null && { probe }),
  };
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
