import type { Dispute } from '@drawdown/ledger';
import type { DisputeResource } from '@drawdown/shared/http';
import { moneyToJson } from '@drawdown/shared/money';
import { disputeWorkflowId } from '@drawdown/shared/workflows';
import { workflowLink } from '../temporal/workflow-link.ts';
import { type StripeLinks, stripePage } from './stripe-page.ts';
import { reasonWords, statusWords } from './words.ts';

export function disputeJson(dispute: Dispute, links: StripeLinks): DisputeResource {
  const { payment, stripeDisputeId } = dispute;
  return {
    id: dispute.id,
    status: dispute.status,
    statusWords: statusWords(dispute),
    reason: dispute.reason,
    reasonWords: reasonWords(dispute.reason),
    amount: moneyToJson(dispute.amount),
    fromWallet: moneyToJson(dispute.fromWallet),
    fromReceivable: moneyToJson(dispute.fromReceivable),
    stillOwed: moneyToJson(dispute.stillOwed),
    fee: dispute.fee && moneyToJson(dispute.fee),
    verdict: dispute.verdict,
    evidenceDueAt: dispute.evidenceDueAt?.toISOString() ?? null,
    openedAt: dispute.openedAt.toISOString(),
    endedAt: dispute.endedAt?.toISOString() ?? null,
    payment: {
      purpose: payment.purpose,
      amount: moneyToJson(payment.amount),
      paidAt: payment.paidAt?.toISOString() ?? null,
      payer: payment.payer.kind,
      card: payment.card,
      chargeId: payment.chargeId,
      topUpId: payment.topUpId,
      deliveryId: payment.deliveryId,
      invoiceId: payment.invoiceId,
    },
    walletId: dispute.walletId,
    walletName: dispute.walletName,
    buyerId: dispute.buyerId,
    buyerName: dispute.buyerName,
    pausedBuyers: dispute.pausedBuyers.map(({ buyerId, name }) => ({ buyerId, name })),
    stripe: {
      disputeId: stripeDisputeId,
      status: dispute.stripeStatus,
      paymentIntentId: payment.paymentIntentId,
      url: stripePage(stripeDisputeId, links),
    },
    evidenceUrl: `/v1/disputes/${dispute.id}/evidence.csv`,
    workflow: workflowLink(disputeWorkflowId(dispute.id), links),
  };
}
