import type { ChargeOutcome, Decline } from '@drawdown/shared/payments';
import { ActivityFailure, rootCause } from '@temporalio/workflow';
import { charging, ledger } from './activities.ts';
import { attemptOf, type Flow, type KnownOutcome } from './flow.ts';
import { showPaymentIntent } from './operator-view.ts';
import { cancelPaymentIntent, lookUp } from './reconciling.ts';
import { askUntilKnown } from './unknown.ts';

export type EnsuredPaymentIntent =
  | { outcome: 'ready'; paymentIntentId: string }
  | { outcome: 'rejected'; decline: Decline }
  | { outcome: 'givenUp' };

/**
 * The one PaymentIntent of this charge, stored before it can be confirmed. One that was created and never heard of
 * stays unconfirmed at Stripe for ever, so that creating another does no harm.
 */
export async function ensurePaymentIntent(flow: Flow): Promise<EnsuredPaymentIntent> {
  const { facts } = flow;
  const created =
    facts.paymentIntentId === null
      ? await createPaymentIntent(flow)
      : { outcome: 'created' as const, paymentIntentId: facts.paymentIntentId };
  if (created.outcome !== 'created') return created;
  const stored = await ledger.beginAttempt({
    ...attemptOf(flow),
    paymentIntentId: created.paymentIntentId,
  });
  showPaymentIntent(stored.paymentIntentId);
  return { outcome: 'ready', paymentIntentId: stored.paymentIntentId };
}

/** Asks for the charge. The same key is the same charge at Stripe, however often it is asked. */
export async function confirmUntilKnown(flow: Flow, paymentIntentId: string): Promise<KnownOutcome> {
  const { facts } = flow;
  const seen = facts.attemptBegun ? await lookUp(flow, paymentIntentId) : null;
  if (seen) return seen;
  return askUntilKnown<KnownOutcome>(flow, {
    purpose: 'confirm the payment',
    attempt: attemptOf(flow),
    key: `chg:${facts.chargeId}:confirm:${facts.attempt}`,
    ask: (idempotencyKey, summary) => confirm(flow, { paymentIntentId, idempotencyKey, summary }),
    lookUp: () => lookUp(flow, paymentIntentId),
    giveUp: () => cancelPaymentIntent(flow, paymentIntentId),
  });
}

type Created =
  | { outcome: 'created'; paymentIntentId: string }
  | Exclude<EnsuredPaymentIntent, { outcome: 'ready' }>;

function createPaymentIntent(flow: Flow): Promise<Created> {
  return askUntilKnown<Created>(flow, {
    purpose: 'set the payment up',
    attempt: null,
    key: `chg:${flow.facts.chargeId}:create`,
    ask: (idempotencyKey, summary) => create(flow, { idempotencyKey, summary }),
    lookUp: async () => null,
    giveUp: async () => ({ outcome: 'givenUp' }),
  });
}

type Unknown = { outcome: 'unknown'; detail: string };

async function create(
  { input, facts }: Flow,
  { idempotencyKey, summary }: { idempotencyKey: string; summary: string },
): Promise<Created | Unknown> {
  // The same key must always carry the same words, or Stripe refuses it: ids only, never names that may change.
  const { topUpId, accountId, walletId } = input;
  const order = {
    idempotencyKey,
    stripeCustomerId: facts.stripeCustomerId,
    amountMinor: facts.amountMinor,
    currency: facts.currency,
    description: `Top-up ${topUpId}`,
    metadata: { topUpId, chargeId: facts.chargeId, accountId, walletId },
  };
  return unknownIfUnanswered(charging.createPaymentIntent.executeWithOptions({ summary }, [order]));
}

async function confirm(
  { facts }: Flow,
  call: { paymentIntentId: string; idempotencyKey: string; summary: string },
): Promise<ChargeOutcome | Unknown> {
  const { paymentIntentId, idempotencyKey, summary } = call;
  const { stripePaymentMethodId } = facts;
  const order = { idempotencyKey, paymentIntentId, stripePaymentMethodId };
  return unknownIfUnanswered(charging.confirmPaymentIntent.executeWithOptions({ summary }, [order]));
}

/** A call that failed or timed out may still have been carried out. */
async function unknownIfUnanswered<Answer>(call: Promise<Answer>): Promise<Answer | Unknown> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return { outcome: 'unknown', detail: rootCause(error) ?? 'the call was not answered' };
  }
}
