import type { FailingCharge } from '@drawdown/ledger';
import type { FailingChargeResource } from '@drawdown/shared/http';
import { moneyToJson } from '@drawdown/shared/money';
import { declineWords } from '@drawdown/shared/payments';
import { chargeRetryWorkflowId } from '@drawdown/shared/workflows';
import type { WorkflowLinks } from '../temporal/workflow-link.ts';
import { workflowLink } from '../temporal/workflow-link.ts';
import { attemptJson } from './attempt-resource.ts';
import { retryWords } from './retry-words.ts';

export function failingChargeJson(failing: FailingCharge, links: WorkflowLinks): FailingChargeResource {
  const { charge, retryState, nextAttemptAt, lastDecline } = failing;
  const { paymentMethod, payer } = charge;
  const { id, brand, last4, expMonth, expYear } = paymentMethod;
  return {
    id: charge.id,
    topUpId: failing.topUpId,
    walletId: failing.walletId,
    walletName: failing.walletName,
    amount: moneyToJson(charge.amount),
    payer: payer.kind,
    payerBuyerId: payer.kind === 'buyer' ? payer.buyerId : null,
    card: { id, brand, last4, expMonth, expYear },
    state: retryState,
    stateWords: retryWords(retryState, nextAttemptAt),
    nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
    firstDeclinedAt: failing.firstDeclinedAt.toISOString(),
    attempts: failing.attempts.map(attemptJson),
    decline: { code: lastDecline.code, ...declineWords(lastDecline.code) },
    declineClass: failing.declineClass,
    incidentId: failing.incidentId,
    siblings: failing.siblings,
    affectedBuyers: failing.affectedBuyers.map(({ buyerId, name }) => ({ buyerId, name })),
    scheduleLabel: failing.policyLabel,
    workflow: workflowLink(chargeRetryWorkflowId(charge.id), links),
    stripe: {
      paymentMethodId: paymentMethod.stripePaymentMethodId,
      ...(charge.paymentIntentId === null ? {} : { paymentIntentId: charge.paymentIntentId }),
      ...(charge.stripeChargeId === null ? {} : { chargeId: charge.stripeChargeId }),
    },
  };
}
