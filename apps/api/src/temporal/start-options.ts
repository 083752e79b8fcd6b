import type { TopUp } from '@drawdown/ledger';
import { formatMoney, toSafeInteger } from '@drawdown/shared/money';
import type { TopUpInput } from '@drawdown/shared/workflows';
import {
  BILLING_TASK_QUEUE,
  SEARCH_ATTRIBUTES,
  TOP_UP_WORKFLOW,
  topUpWorkflowId,
} from '@drawdown/shared/workflows';
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** How the workflow looks from outside. */
export type TopUpWorkflow = (input: TopUpInput) => Promise<unknown>;

/** The workflow's input; the same for whoever starts it. */
export function topUpInput(topUp: TopUp, chargeId: string): TopUpInput {
  return {
    topUpId: topUp.id,
    chargeId,
    accountId: topUp.accountId,
    walletId: topUp.walletId,
    buyerId: topUp.buyerId,
    amountMinor: toSafeInteger(topUp.amount.amountMinor),
    currency: topUp.amount.currency,
    trigger: topUp.trigger,
  };
}

/** One line for operators in the Temporal UI. */
export function topUpSummary(topUp: TopUp): string {
  const forWhom = topUp.buyerName ?? 'a shared wallet';
  const whose = topUp.payer?.kind === 'buyer' ? 'the buyer' : 'the account';
  return `Top-up ${formatMoney(topUp.amount)} for ${forWhom} (card of ${whose})`;
}

/** A top-up is started once for ever: a second start, now or later, is refused by its id. */
export function topUpStart(topUp: TopUp, chargeId: string) {
  const input = topUpInput(topUp, chargeId);
  return new WithStartWorkflowOperation<TopUpWorkflow>(TOP_UP_WORKFLOW, {
    workflowId: topUpWorkflowId(topUp.id),
    taskQueue: BILLING_TASK_QUEUE,
    args: [input],
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: topUpSummary(topUp),
    typedSearchAttributes: searchAttributes(input),
  });
}

function searchAttributes(input: TopUpInput): SearchAttributePair[] {
  const keyword = (name: string, value: string): SearchAttributePair => ({
    key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
    value,
  });
  return [
    keyword(SEARCH_ATTRIBUTES.accountId, input.accountId),
    keyword(SEARCH_ATTRIBUTES.walletId, input.walletId),
    keyword(SEARCH_ATTRIBUTES.flowState, 'charging'),
    ...(input.buyerId === null ? [] : [keyword(SEARCH_ATTRIBUTES.buyerId, input.buyerId)]),
    {
      key: defineSearchAttributeKey(SEARCH_ATTRIBUTES.amountMinor, SearchAttributeType.INT),
      value: input.amountMinor,
    },
  ];
}
