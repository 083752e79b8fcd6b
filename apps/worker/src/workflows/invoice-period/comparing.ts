import type { InvoiceView } from '../../activities/invoice-view.ts';
import { records, stripe } from './activities.ts';
import { endInvoice } from './ending.ts';
import { untilAnswered } from './until-answered.ts';

/** Makes both sides of an invoice the same: what was paid at Stripe is recorded, what was lowered here is told there. */
export async function compareWithStripe(before: InvoiceView): Promise<InvoiceView> {
  const { invoiceId, stripeInvoiceId } = before;
  if (before.kind !== 'net_terms' || stripeInvoiceId === null || before.status === 'draft') return before;
  const seen = await untilAnswered(before, 'what it has of this invoice', () =>
    stripe.lookUpStripeInvoice(stripeInvoiceId),
  );
  let view = before;
  if (seen.payments.length > 0) {
    const added = await records.recordInvoiceMoney({ invoiceId, payments: seen.payments });
    if (added > 0) view = await records.readInvoice(invoiceId);
  }
  for (const told of view.untold) {
    const { currency } = view;
    const stripeId = await untilAnswered(view, 'to lower this invoice', (round) =>
      stripe.tellStripe({ stripeInvoiceId, told, currency, round }),
    );
    await records.markTold({ kind: told.kind, id: told.id, stripeId });
  }
  // Somebody has marked it paid in Stripe's dashboard: the money came in outside Stripe.
  if (view.status === 'open' && seen.status === 'paid' && view.untold.length === 0) {
    await records.recordPaidInDashboard({ invoiceId, stripeInvoiceId });
    return records.readInvoice(invoiceId);
  }
  // Somebody has closed it in Stripe's dashboard.
  const isClosedThere = seen.status === 'void' || seen.status === 'uncollectible';
  if (view.status === 'open' && isClosedThere) {
    const as = seen.status === 'void' ? 'void' : 'written_off';
    await endInvoice(view, { as, by: 'Stripe', reason: "Closed in Stripe's dashboard" });
    return records.readInvoice(invoiceId);
  }
  return view;
}
