import type { Dispute } from '@drawdown/ledger';
import { formatMoney, isCurrency, money } from '@drawdown/shared/money';
import {
  BILLING_TASK_QUEUE,
  DISPUTE_CHANGED_SIGNAL,
  DISPUTE_WORKFLOW,
  type DisputeInput,
  disputeWorkflowId,
  SEARCH_ATTRIBUTES,
} from '@drawdown/shared/workflows';
import type { Client, WorkflowStartOptions } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { callsTo } from './calls.ts';

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
const accountIdKey = keyword(SEARCH_ATTRIBUTES.accountId);
const buyerIdKey = keyword(SEARCH_ATTRIBUTES.buyerId);
const walletIdKey = keyword(SEARCH_ATTRIBUTES.walletId);
const flowStateKey = keyword(SEARCH_ATTRIBUTES.flowState);
const amountMinorKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.amountMinor, SearchAttributeType.INT);

export type DisputeWorkflows = {
  /** Once while one runs: whoever comes second changes nothing. */
  start(input: DisputeInput): Promise<void>;
  /** Tells it to look, and starts it where none runs. */
  changed(dispute: Dispute): Promise<void>;
  isRunning(disputeId: string): Promise<boolean>;
};

export function createDisputeWorkflows(client: Client): DisputeWorkflows {
  const calls = callsTo(client);
  return {
    start: (input) =>
      calls.ignoringAlreadyStarted(() =>
        client.workflow.start<(input: DisputeInput) => Promise<unknown>>(
          DISPUTE_WORKFLOW,
          disputeStartOptions(input),
        ),
      ),

    changed: (dispute) =>
      calls.ignoringAlreadyStarted(() =>
        client.workflow.signalWithStart<(input: DisputeInput) => Promise<unknown>>(DISPUTE_WORKFLOW, {
          ...disputeStartOptions(inputOf(dispute)),
          signal: DISPUTE_CHANGED_SIGNAL,
        }),
      ),

    async isRunning(disputeId) {
      const handle = client.workflow.getHandle(disputeWorkflowId(disputeId));
      let status = '';
      const found = await calls.whileFound(async () => {
        status = (await handle.describe()).status.name;
      });
      return found && status === 'RUNNING';
    },
  };
}

function inputOf(dispute: Dispute): DisputeInput {
  const { id: disputeId, stripeDisputeId, accountId, walletId, buyerId, amount } = dispute;
  const { currency } = amount;
  const amountMinor = Number(amount.amountMinor);
  return { disputeId, stripeDisputeId, accountId, walletId, buyerId, amountMinor, currency };
}

/** An ended one is no obstacle: a lost run is started again, and finds out what there is left to do. */
export function disputeStartOptions(input: DisputeInput) {
  const { disputeId, accountId, walletId, buyerId, amountMinor, currency } = input;
  const amount = isCurrency(currency) ? formatMoney(money(BigInt(amountMinor), currency)) : currency;
  return {
    workflowId: disputeWorkflowId(disputeId),
    taskQueue: BILLING_TASK_QUEUE,
    args: [input] as [DisputeInput],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: `Dispute of ${amount}`,
    typedSearchAttributes: [
      { key: accountIdKey, value: accountId },
      { key: flowStateKey, value: 'disputed' },
      { key: amountMinorKey, value: amountMinor },
      ...(walletId === null ? [] : [{ key: walletIdKey, value: walletId }]),
      ...(buyerId === null ? [] : [{ key: buyerIdKey, value: buyerId }]),
    ],
  } satisfies WorkflowStartOptions;
}
