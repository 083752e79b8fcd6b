import {
  ASK_INVOICE_UPDATE,
  type InvoicePeriodInput,
  type InvoiceWish,
  type InvoiceWishResult,
  invoicePeriodWorkflowId,
} from '@drawdown/shared/workflows';
import type { Client } from '@temporalio/client';
import { type Asked, askWorkflow } from './ask-workflow.ts';

/** Charging asks a bank, which takes its time. */
const DEADLINE_MS = 15_000;

type AskInvoice = {
  period: Pick<InvoicePeriodInput, 'buyerId' | 'period' | 'kind'>;
  wish: InvoiceWish;
  /** The same key again answers the same. */
  idempotencyKey: string | null;
};

export type InvoiceWorkflows = {
  /** Asks the process of an invoice for something. @throws when Temporal does not answer in time. */
  ask(question: AskInvoice): Promise<Asked<InvoiceWishResult>>;
};

type InvoiceWorkflowsOptions = { client: Client; deadlineMs?: number };

export function createInvoiceWorkflows({
  client,
  deadlineMs = DEADLINE_MS,
}: InvoiceWorkflowsOptions): InvoiceWorkflows {
  return {
    ask: ({ period, wish, idempotencyKey }) =>
      askWorkflow(client, {
        workflowId: invoicePeriodWorkflowId(period),
        update: ASK_INVOICE_UPDATE,
        argument: wish,
        deadlineMs,
        updateId: idempotencyKey === null ? undefined : `${wish.wish}:${idempotencyKey}`,
      }),
  };
}
