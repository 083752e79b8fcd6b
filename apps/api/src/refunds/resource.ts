import type { Refund, Refundable } from '@drawdown/ledger';
import type { RefundableResource, RefundResource } from '@drawdown/shared/http';
import { formatMoney, moneyToJson } from '@drawdown/shared/money';
import { refundFailureWords } from '@drawdown/shared/payments';
import { refundWorkflowId } from '@drawdown/shared/workflows';
import type { WorkflowLinks } from '../temporal/workflow-link.ts';
import { workflowLink } from '../temporal/workflow-link.ts';
import { refundableWords } from './refundable-words.ts';

export function refundJson(refund: Refund, links: WorkflowLinks): RefundResource {
  const { id, origin, status, topUpId, walletId, deliveryId, chargeId, card, reason } = refund;
  return {
    id,
    origin,
    status,
    amount: moneyToJson(refund.amount),
    topUpId,
    walletId,
    deliveryId,
    chargeId,
    card,
    reason,
    waitingFor: waitingFor(refund),
    failure: failureJson(refund),
    autoTopUpTurnedOff: refund.turnedAutoTopUpOff,
    stripe: {
      ...(refund.stripeRefundId === null ? {} : { refundId: refund.stripeRefundId }),
      ...(refund.paymentIntentId === null ? {} : { paymentIntentId: refund.paymentIntentId }),
    },
    // What was made in Stripe's dashboard has no process of ours.
    workflow: origin === 'dashboard' ? null : workflowLink(refundWorkflowId(id), links),
    requestedBy: refund.requestedBy.label,
    createdAt: refund.createdAt.toISOString(),
    updatedAt: refund.updatedAt.toISOString(),
    endedAt: refund.endedAt?.toISOString() ?? null,
  };
}

export function refundableJson(refundable: Refundable): RefundableResource {
  const { amount, unspent, autoTopUpFrom } = refundable;
  return {
    amount: moneyToJson(amount),
    unspent: moneyToJson(unspent),
    because: refundableWords(refundable),
    autoTopUpFrom: autoTopUpFrom && moneyToJson(autoTopUpFrom),
  };
}

function waitingFor({ status, stripeRefundId }: Refund): string | null {
  if (status !== 'pending') return null;
  return stripeRefundId === null
    ? 'Stripe is being asked for the refund.'
    : 'Stripe has the refund; the bank takes its time.';
}

function failureJson({ status, failureReason, amount, walletId }: Refund): RefundResource['failure'] {
  if (status !== 'failed') return null;
  const code = failureReason ?? 'unknown';
  const where = walletId === null ? 'the Stripe balance' : 'the wallet';
  return { code, message: `${refundFailureWords(code)} ${formatMoney(amount)} is in ${where} again.` };
}
