import type { ChargeAttempt, TopUp } from '@drawdown/ledger';
import type { DeclineResource, TopUpAttemptResource, TopUpResource } from '@drawdown/shared/http';
import { moneyToJson } from '@drawdown/shared/money';
import type { Decline } from '@drawdown/shared/payments';
import { declineWords } from '@drawdown/shared/payments';
import { topUpWorkflowId } from '@drawdown/shared/workflows';
import { topUpTimeline } from './timeline.ts';
import { waitingFor } from './waiting-for.ts';

/** Where operators see workflows. */
export type WorkflowLinks = { temporalUiUrl: string; temporalNamespace: string };

export function topUpJson(topUp: TopUp, links: WorkflowLinks): TopUpResource {
  const { id, walletId, buyerId, funding, trigger, status, reference, reason, payer, endedAt } = topUp;
  return {
    id,
    walletId,
    buyerId,
    amount: moneyToJson(topUp.amount),
    funding,
    trigger,
    status,
    payer: payer?.kind ?? null,
    paymentMethod: cardJson(topUp.paymentMethod),
    reference,
    reason,
    decline: declineJson(topUp.decline),
    waitingFor: waitingFor(topUp),
    balanceAfter: topUp.balanceAfter === null ? null : moneyToJson(topUp.balanceAfter),
    refundable: { amount: refundableMinor(topUp), currency: topUp.amount.currency },
    attempts: topUp.attempts.map(attemptJson),
    timeline: topUpTimeline(topUp),
    stripe: {
      ...(topUp.paymentMethod === null ? {} : { paymentMethodId: topUp.paymentMethod.stripePaymentMethodId }),
      ...(topUp.paymentIntentId === null ? {} : { paymentIntentId: topUp.paymentIntentId }),
      ...(topUp.stripeChargeId === null ? {} : { chargeId: topUp.stripeChargeId }),
    },
    workflow: topUp.chargeId === null ? null : workflowJson(id, links),
    requestedBy: topUp.requestedBy.label,
    createdAt: topUp.createdAt.toISOString(),
    updatedAt: topUp.updatedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

export function declineJson(decline: Decline | null): DeclineResource | null {
  if (decline === null) return null;
  return { code: decline.code, ...declineWords(decline.code) };
}

function attemptJson(attempt: ChargeAttempt): TopUpAttemptResource {
  return {
    number: attempt.number,
    outcome: attemptOutcome(attempt.outcome),
    decline: declineJson(attempt.decline),
    startedAt: attempt.startedAt.toISOString(),
    decidedAt: attempt.decidedAt?.toISOString() ?? null,
    card: { brand: attempt.card.brand, last4: attempt.card.last4 },
  };
}

/** A PaymentIntent that was canceled charged nobody: that attempt counts as declined. */
function attemptOutcome(outcome: ChargeAttempt['outcome']): TopUpAttemptResource['outcome'] {
  switch (outcome) {
    case 'requiresAction':
      return 'requires_action';
    case 'canceled':
      return 'declined';
    case 'pending':
    case 'succeeded':
    case 'processing':
    case 'declined':
    case 'unknown':
      return outcome;
  }
}

function cardJson(method: TopUp['paymentMethod']): TopUpResource['paymentMethod'] {
  if (method === null) return null;
  const { id, brand, last4, expMonth, expYear } = method;
  return { id, brand, last4, expMonth, expYear };
}

/** Only what came from a card can go back to one. */
function refundableMinor(topUp: TopUp): number {
  if (topUp.status !== 'succeeded' || topUp.payer === null) return 0;
  return moneyToJson(topUp.amount).amount;
}

function workflowJson(topUpId: string, { temporalUiUrl, temporalNamespace }: WorkflowLinks) {
  const id = topUpWorkflowId(topUpId);
  const base = temporalUiUrl.replace(/\/+$/, '');
  return { id, url: `${base}/namespaces/${temporalNamespace}/workflows/${encodeURIComponent(id)}` };
}
