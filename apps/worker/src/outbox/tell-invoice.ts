import type { Ledger } from '@drawdown/ledger';
import type { PaymentGateway } from '@drawdown/payments';
import type { InvoiceWorkflows } from '../temporal/invoice-workflows.ts';

export type InvoiceNewsDeps = {
  ledger: Ledger;
  payments: PaymentGateway;
  invoiceWorkflows: InvoiceWorkflows;
};

/** Wakes the process of an invoice; one that is gone although something is open gets a new one. */
export async function tellInvoice(
  { ledger, invoiceWorkflows }: Omit<InvoiceNewsDeps, 'payments'>,
  invoiceId: string,
): Promise<void> {
  const period = await ledger.invoices.periodOf(invoiceId);
  if (period === null) return;
  const { accountId, buyerId, hasEnded } = period;
  ledger.changes.publish(accountId, { type: 'invoice.changed', invoiceId, buyerId });
  ledger.changes.publish(accountId, { type: 'buyer.changed', buyerId });
  const isRunning = await invoiceWorkflows.changed(period);
  if (!isRunning && !hasEnded) await invoiceWorkflows.start(period);
}

/** What Stripe says about an invoice has changed: its process looks, and where that has ended, money is recorded here. */
export async function invoiceChangedAtStripe(
  deps: InvoiceNewsDeps,
  stripeInvoiceId: string,
): Promise<string> {
  const { ledger, payments } = deps;
  const invoiceId = await ledger.invoices.findByStripeInvoice(stripeInvoiceId);
  if (invoiceId === null) return 'concerns no invoice of a period';
  await tellInvoice(deps, invoiceId);
  const period = await ledger.invoices.periodOf(invoiceId);
  if (!period?.hasEnded) return 'told the process of the invoice';
  const seen = await payments.lookUpInvoice(stripeInvoiceId);
  const money = seen.payments.map(({ paymentIntentId, amountMinor }) => ({
    paymentIntentId,
    amountMinor: BigInt(amountMinor),
  }));
  const added = await ledger.invoices.recordStripeMoney(invoiceId, money);
  return added > 0 ? 'recorded late: the invoice had ended' : 'recorded before';
}
