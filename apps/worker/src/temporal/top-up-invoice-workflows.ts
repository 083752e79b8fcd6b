import type { Ledger } from '@drawdown/ledger';
import { formatMoney, toSafeInteger } from '@drawdown/shared/money';
import {
  BILLING_TASK_QUEUE,
  SEARCH_ATTRIBUTES,
  TOP_UP_INVOICE_CHANGED_SIGNAL,
  TOP_UP_INVOICE_WORKFLOW,
  type TopUpInvoiceInput,
  topUpInvoiceWorkflowId,
} from '@drawdown/shared/workflows';
import type { Client } from '@temporalio/client';
import { defineSearchAttributeKey, type SearchAttributePair, SearchAttributeType } from '@temporalio/common';
import { callsTo } from './calls.ts';

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
const accountIdKey = keyword(SEARCH_ATTRIBUTES.accountId);
const buyerIdKey = keyword(SEARCH_ATTRIBUTES.buyerId);
const walletIdKey = keyword(SEARCH_ATTRIBUTES.walletId);
const amountMinorKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.amountMinor, SearchAttributeType.INT);

export type TopUpInvoiceWorkflows = ReturnType<typeof createTopUpInvoiceWorkflows>;

/** Starts of `invoiceTopUp`. Nobody waits long for a Temporal that is away: the caller tries again. */
export function createTopUpInvoiceWorkflows(
  client: Client,
  invoices: Pick<Ledger['topUpInvoices'], 'facts'>,
) {
  const { whileFound, withDeadline } = callsTo(client);
  return { changed, isRunning };

  /** Has the top-up's workflow look, and starts it where it is not running. May be repeated: it reads what is true. */
  async function changed(topUpId: string): Promise<void> {
    const facts = await invoices.facts(topUpId);
    if (facts === null) return;
    const { accountId, walletId, buyerId, amount } = facts;
    const input: TopUpInvoiceInput = {
      topUpId,
      accountId,
      walletId,
      buyerId,
      amountMinor: toSafeInteger(amount.amountMinor),
      currency: amount.currency,
    };
    await withDeadline(() =>
      client.workflow.signalWithStart(TOP_UP_INVOICE_WORKFLOW, {
        workflowId: topUpInvoiceWorkflowId(topUpId),
        taskQueue: BILLING_TASK_QUEUE,
        args: [input],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        staticSummary: `Invoice over ${formatMoney(amount)}: ${facts.description}`,
        typedSearchAttributes: attributesOf(input),
        signal: TOP_UP_INVOICE_CHANGED_SIGNAL,
        signalArgs: [],
      }),
    );
  }

  async function isRunning(topUpId: string): Promise<boolean> {
    let running = false;
    await whileFound(async () => {
      const { status } = await client.workflow.getHandle(topUpInvoiceWorkflowId(topUpId)).describe();
      running = status.name === 'RUNNING';
    });
    return running;
  }
}

function attributesOf({
  accountId,
  buyerId,
  walletId,
  amountMinor,
}: TopUpInvoiceInput): SearchAttributePair[] {
  return [
    { key: accountIdKey, value: accountId },
    ...(buyerId === null ? [] : [{ key: buyerIdKey, value: buyerId }]),
    { key: walletIdKey, value: walletId },
    { key: amountMinorKey, value: amountMinor },
  ];
}
