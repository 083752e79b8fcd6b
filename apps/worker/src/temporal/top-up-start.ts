import type { TopUp } from '@drawdown/ledger';
import { formatMoney, isCurrency, money } from '@drawdown/shared/money';
import {
  BILLING_TASK_QUEUE,
  SEARCH_ATTRIBUTES,
  type TopUpInput,
  topUpWorkflowId,
} from '@drawdown/shared/workflows';
import type { WorkflowStartOptions } from '@temporalio/client';
import { defineSearchAttributeKey, type SearchAttributePair, SearchAttributeType } from '@temporalio/common';

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
const accountIdKey = keyword(SEARCH_ATTRIBUTES.accountId);
const buyerIdKey = keyword(SEARCH_ATTRIBUTES.buyerId);
const walletIdKey = keyword(SEARCH_ATTRIBUTES.walletId);
const flowStateKey = keyword(SEARCH_ATTRIBUTES.flowState);
const amountMinorKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.amountMinor, SearchAttributeType.INT);

/** What the workflow is started with, read from its row. */
export function topUpInput(topUp: TopUp & { chargeId: string }): TopUpInput {
  const { id, chargeId, accountId, walletId, buyerId, amount, trigger } = topUp;
  return {
    topUpId: id,
    chargeId,
    accountId,
    walletId,
    buyerId,
    amountMinor: Number(amount.amountMinor),
    currency: amount.currency,
    trigger,
  };
}

/** The same start whoever makes it: a start repeated under this id is refused, and so is one after it ended. */
export function topUpStartOptions(input: TopUpInput, topUp: TopUp) {
  return {
    workflowId: topUpWorkflowId(input.topUpId),
    taskQueue: BILLING_TASK_QUEUE,
    args: [input] as [TopUpInput],
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    staticSummary: summaryOf(input, topUp),
    typedSearchAttributes: searchAttributesOf(input),
  } satisfies WorkflowStartOptions;
}

function summaryOf({ amountMinor, currency }: TopUpInput, { buyerName, funding }: TopUp): string {
  const amount = isCurrency(currency) ? formatMoney(money(BigInt(amountMinor), currency)) : currency;
  const wallet = buyerName ?? 'a shared wallet';
  return `Top-up ${amount} for ${wallet} (card of the ${funding === 'buyer_card' ? 'buyer' : 'account'})`;
}

function searchAttributesOf({
  accountId,
  buyerId,
  walletId,
  amountMinor,
}: TopUpInput): SearchAttributePair[] {
  return [
    { key: accountIdKey, value: accountId },
    ...(buyerId === null ? [] : [{ key: buyerIdKey, value: buyerId }]),
    { key: walletIdKey, value: walletId },
    { key: amountMinorKey, value: amountMinor },
    { key: flowStateKey, value: 'charging' },
  ];
}
