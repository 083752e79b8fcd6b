import type { LeadChargeStart } from '@drawdown/ledger';
import { formatMoney } from '@drawdown/shared/money';
import { BILLING_TASK_QUEUE, leadChargeWorkflowId, SEARCH_ATTRIBUTES } from '@drawdown/shared/workflows';
import type { WorkflowStartOptions } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
const amountMinorKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.amountMinor, SearchAttributeType.INT);

/** The same start whoever makes it: a start repeated under this id is refused, and so is one after it ended. */
export function leadChargeStartOptions({ input, buyerName, amount }: LeadChargeStart) {
  const { chargeId, accountId, buyerId, walletId, amountMinor, leadId } = input;
  return {
    workflowId: leadChargeWorkflowId(chargeId),
    taskQueue: BILLING_TASK_QUEUE,
    args: [input] as [typeof input],
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    staticSummary: `Lead ${leadId} for ${buyerName}: ${formatMoney(amount)} by card`,
    typedSearchAttributes: [
      { key: keyword(SEARCH_ATTRIBUTES.accountId), value: accountId },
      { key: keyword(SEARCH_ATTRIBUTES.buyerId), value: buyerId },
      { key: keyword(SEARCH_ATTRIBUTES.walletId), value: walletId },
      { key: amountMinorKey, value: amountMinor },
      { key: keyword(SEARCH_ATTRIBUTES.flowState), value: 'charging' },
    ],
  } satisfies WorkflowStartOptions;
}
