import type { Refundable, TopUp } from '@drawdown/ledger';
import type { TopUpResource } from '@drawdown/shared/http';
import { moneyToJson } from '@drawdown/shared/money';
import { topUpWorkflowId } from '@drawdown/shared/workflows';
import { attemptJson, declineJson } from '../charges/attempt-resource.ts';
import { refundableJson, refundJson } from '../refunds/resource.ts';
import type { WorkflowLinks } from '../temporal/workflow-link.ts';
import { workflowLink } from '../temporal/workflow-link.ts';
import { topUpTimeline } from './timeline.ts';
import { waitingFor } from './waiting-for.ts';

/** `refundable` takes a look through the wallet's whole history of credits, so that lists do without it. */
export function topUpJson(
  topUp: TopUp,
  links: WorkflowLinks,
  refundable: Refundable | null = null,
): TopUpResource {
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
    retryState: topUp.retryState,
    nextAttemptAt: topUp.nextAttemptAt?.toISOString() ?? null,
    chargeId: topUp.chargeId,
    incidentId: topUp.incidentId,
    balanceAfter: topUp.balanceAfter === null ? null : moneyToJson(topUp.balanceAfter),
    refundable: refundable && refundableJson(refundable),
    refunds: topUp.refunds.map((refund) => refundJson(refund, links)),
    correction: correctionJson(topUp.correction),
    tax: moneyToJson(topUp.tax),
    invoice: topUp.invoice,
    attempts: topUp.attempts.map(attemptJson),
    timeline: topUpTimeline(topUp),
    stripe: {
      ...(topUp.paymentMethod === null ? {} : { paymentMethodId: topUp.paymentMethod.stripePaymentMethodId }),
      ...(topUp.paymentIntentId === null ? {} : { paymentIntentId: topUp.paymentIntentId }),
      ...(topUp.stripeChargeId === null ? {} : { chargeId: topUp.stripeChargeId }),
    },
    workflow: topUp.chargeId === null ? null : workflowLink(topUpWorkflowId(id), links),
    requestedBy: topUp.requestedBy.label,
    createdAt: topUp.createdAt.toISOString(),
    updatedAt: topUp.updatedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

function cardJson(method: TopUp['paymentMethod']): TopUpResource['paymentMethod'] {
  if (method === null) return null;
  const { id, brand, last4, expMonth, expYear } = method;
  return { id, brand, last4, expMonth, expYear };
}

function correctionJson(correction: TopUp['correction']): TopUpResource['correction'] {
  if (correction === null) return null;
  const { amount, reason, at } = correction;
  return { amount: moneyToJson(amount), reason, at: at.toISOString() };
}
