import {
  type CancelTopUpInput,
  CHARGE_RETRY_WORKFLOW,
  type ChargeRetryInput,
  type ChargeRetryResult,
  chargeRetryWorkflowId,
  SEARCH_ATTRIBUTES,
} from '@drawdown/shared/workflows';
import {
  defineSearchAttributeKey,
  type SearchAttributePair,
  SearchAttributeType,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/common';
import { startChild, TemporalFailure } from '@temporalio/workflow';
import { stopAskedSignal } from '../charge-retry/asked-by-top-up.ts';
import type { Flow } from './flow.ts';

export type ChargeRetryChild = {
  result: Promise<ChargeRetryResult>;
  /** Harmless when it has ended. */
  askToStop(wish: CancelTopUpInput): Promise<void>;
};

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
const accountIdKey = keyword(SEARCH_ATTRIBUTES.accountId);
const buyerIdKey = keyword(SEARCH_ATTRIBUTES.buyerId);
const walletIdKey = keyword(SEARCH_ATTRIBUTES.walletId);
const amountMinorKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.amountMinor, SearchAttributeType.INT);

/** Null while one of an earlier run is still ending. */
export async function startChargeRetry(
  { input, facts }: Flow,
  { isAgain }: { isAgain: boolean },
): Promise<ChargeRetryChild | null> {
  const { topUpId, accountId, walletId, buyerId, amountMinor, currency } = input;
  const { chargeId } = facts;
  const order: ChargeRetryInput = { chargeId, topUpId, accountId, walletId, buyerId, amountMinor, currency };
  try {
    const child = await startChild<(input: ChargeRetryInput) => Promise<ChargeRetryResult>>(
      CHARGE_RETRY_WORKFLOW,
      {
        workflowId: chargeRetryWorkflowId(chargeId),
        args: [order],
        workflowIdReusePolicy: isAgain ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
        parentClosePolicy: 'REQUEST_CANCEL',
        staticSummary: `Collecting ${facts.words.amount} for ${facts.words.wallet}`,
        typedSearchAttributes: attributesOf(order),
      },
    );
    return { result: child.result(), askToStop: (wish) => unlessEnded(child.signal(stopAskedSignal, wish)) };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
    throw error;
  }
}

async function unlessEnded(signal: Promise<void>): Promise<void> {
  try {
    await signal;
  } catch (error) {
    // A workflow that has ended can no longer be signaled; what it ended with is told by its result.
    if (!(error instanceof TemporalFailure)) throw error;
  }
}

function attributesOf({
  accountId,
  buyerId,
  walletId,
  amountMinor,
}: ChargeRetryInput): SearchAttributePair[] {
  return [
    { key: accountIdKey, value: accountId },
    ...(buyerId === null ? [] : [{ key: buyerIdKey, value: buyerId }]),
    { key: walletIdKey, value: walletId },
    { key: amountMinorKey, value: amountMinor },
  ];
}
