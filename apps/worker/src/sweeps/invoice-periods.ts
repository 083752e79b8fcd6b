import type { Ledger } from '@drawdown/ledger';
import type { InvoicePeriodInput } from '@drawdown/shared/workflows';
import type { Logger } from 'pino';
import type { InvoiceWorkflows } from '../temporal/invoice-workflows.ts';

const AT_ONCE = 20;

export type InvoiceSweepDeps = {
  ledger: Pick<Ledger, 'invoices'>;
  invoiceWorkflows: InvoiceWorkflows;
  log: Logger;
};

/**
 * Starts the process of every period that needs one and has none: of buyers that are billed by period, of open invoices
 * whose process was terminated, and of what was missed.
 */
export async function startInvoicePeriods(
  { ledger, invoiceWorkflows, log }: InvoiceSweepDeps,
  now = new Date(),
): Promise<InvoicePeriodInput[]> {
  const started: InvoicePeriodInput[] = [];
  const due = await ledger.invoices.due(now);
  for (let from = 0; from < due.length; from += AT_ONCE)
    await Promise.all(due.slice(from, from + AT_ONCE).map(startIfAway));
  return started;

  async function startIfAway(input: InvoicePeriodInput): Promise<void> {
    if (await invoiceWorkflows.isRunning(input)) return;
    await invoiceWorkflows.start(input);
    log.info({ buyerId: input.buyerId, period: input.period }, 'a period had no workflow; started it');
    started.push(input);
  }
}
