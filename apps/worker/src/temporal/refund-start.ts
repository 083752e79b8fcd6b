import type { Refund } from '@drawdown/ledger';
import { formatMoney, isCurrency, money, toSafeInteger } from '@drawdown/shared/money';
import {
  BILLING_TASK_QUEUE,
  type RefundInput,
  refundWorkflowId,
  SEARCH_ATTRIBUTES,
} from '@drawdown/shared/workflows';
import type { WorkflowStartOptions } from '@temporalio/client';
import { defineSearchAttributeKey, type SearchAttributePair, SearchAttributeType } from '@temporalio/common';

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
const accountIdKey = keyword(SEARCH_ATTRIBUTES.accountId);
const walletIdKey = keyword(SEARCH_ATTRIBUTES.walletId);
const flowStateKey = keyword(SEARCH_ATTRIBUTES.flowState);
const amountMinorKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.amountMinor, SearchAttributeType.INT);

/** What the workflow is started with, read from its row. */
export function refundInput(refund: Refund): RefundInput {
  const { id: refundId, chargeId, accountId, walletId, topUpId, deliveryId, amount } = refund;
  return {
    refundId,
    chargeId,
    accountId,
    walletId,
    topUpId,
    deliveryId,
    amountMinor: toSafeInteger(amount.amountMinor),
    currency: amount.currency,
  };
}

/** The same start whoever makes it: a start repeated under this id is refused, and so is one after it ended. */
export function refundStartOptions(input: RefundInput) {
  return {
    workflowId: refundWorkflowId(input.refundId),
    taskQueue: BILLING_TASK_QUEUE,
    args: [input] as [RefundInput],
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    staticSummary: summaryOf(input),
    typedSearchAttributes: searchAttributesOf(input),
  } satisfies WorkflowStartOptions;
}

function summaryOf({ amountMinor, currency, topUpId, deliveryId }: RefundInput): string {
  const amount = isCurrency(currency) ? formatMoney(money(BigInt(amountMinor), currency)) : currency;
  return `Refund ${amount} of ${topUpId ?? `returned lead ${deliveryId}`}`;
}

function searchAttributesOf({ accountId, walletId, amountMinor }: RefundInput): SearchAttributePair[] {
  return [
    { key: accountIdKey, value: accountId },
    ...(walletId === null ? [] : [{ key: walletIdKey, value: walletId }]),
    { key: amountMinorKey, value: amountMinor },
    { key: flowStateKey, value: 'refunding' },
  ];
}
