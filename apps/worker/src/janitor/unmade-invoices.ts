import type { Ledger } from '@drawdown/ledger';
import type { Logger } from 'pino';
import type { TopUpInvoiceWorkflows } from '../temporal/top-up-invoice-workflows.ts';

const AT_ONCE = 500;

export type UnmadeInvoicesDeps = {
  ledger: Ledger;
  topUpInvoiceWorkflows: TopUpInvoiceWorkflows;
  log: Logger;
};

/**
 * Invoices of top-ups that Stripe has not made, and credit notes, without a workflow that would have them made: they get
 * one again. Answers those top-ups.
 */
export async function restartUnmadeInvoices(deps: UnmadeInvoicesDeps, olderThan: Date): Promise<string[]> {
  const { ledger, topUpInvoiceWorkflows, log } = deps;
  const restarted: string[] = [];
  for (const topUpId of await ledger.topUpInvoices.listUnmade(olderThan, AT_ONCE)) {
    if (await topUpInvoiceWorkflows.isRunning(topUpId)) continue;
    await topUpInvoiceWorkflows.changed(topUpId);
    log.warn({ topUpId }, 'an invoice of a top-up had no workflow; started it again');
    restarted.push(topUpId);
  }
  return restarted;
}
