import type { Refund } from '@drawdown/ledger';
import { formatMoney, toSafeInteger } from '@drawdown/shared/money';
import type { RefundInput } from '@drawdown/shared/workflows';
import {
  BILLING_TASK_QUEUE,
  REFUND_WORKFLOW,
  refundWorkflowId,
  SEARCH_ATTRIBUTES,
} from '@drawdown/shared/workflows';
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** How the workflow looks from outside. */
export type RefundWorkflow = (input: RefundInput) => Promise<unknown>;

/** A refund is started once for ever: a second start, now or later, is refused by its id. */
export function refundStart(refund: Refund) {
  const input = refundInput(refund);
  return new WithStartWorkflowOperation<RefundWorkflow>(REFUND_WORKFLOW, {
    workflowId: refundWorkflowId(refund.id),
    taskQueue: BILLING_TASK_QUEUE,
    args: [input],
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: `Refund ${formatMoney(refund.amount)} of ${refund.topUpId ?? `returned lead ${refund.deliveryId}`}`,
    typedSearchAttributes: searchAttributes(input),
  });
}

function refundInput(refund: Refund): RefundInput {
  const { id: refundId, chargeId, accountId, walletId, topUpId, deliveryId, amount } = refund;
  const amountMinor = toSafeInteger(amount.amountMinor);
  const { currency } = amount;
  return { refundId, chargeId, accountId, walletId, topUpId, deliveryId, amountMinor, currency };
}

function searchAttributes({ accountId, walletId, amountMinor }: RefundInput): SearchAttributePair[] {
  const keyword = (name: string, value: string): SearchAttributePair => ({
    key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
    value,
  });
  return [
    keyword(SEARCH_ATTRIBUTES.accountId, accountId),
    ...(walletId === null ? [] : [keyword(SEARCH_ATTRIBUTES.walletId, walletId)]),
    keyword(SEARCH_ATTRIBUTES.flowState, 'refunding'),
    {
      key: defineSearchAttributeKey(SEARCH_ATTRIBUTES.amountMinor, SearchAttributeType.INT),
      value: amountMinor,
    },
  ];
}
