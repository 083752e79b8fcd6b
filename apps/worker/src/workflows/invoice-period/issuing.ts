import type { InvoiceView } from '../../activities/invoice-view.ts';
import { records, stripe } from './activities.ts';

/** From a draft to an open invoice, at Stripe and with us, each step stored before the next. */
export async function issue(view: InvoiceView): Promise<void> {
  const { invoiceId, accountId, buyerId, period, currency, kind } = view;
  const order = await records.prepareIssue({ invoiceId, at: Date.now() });
  if (kind === 'manual') {
    await records.markIssued({ invoiceId, at: Date.now(), atStripe: null });
    return;
  }
  const customerId =
    order.stripeCustomerId ??
    (await records.rememberCustomer({
      accountId,
      buyerId,
      customerId: await stripe.createInvoiceCustomer({ accountId, buyerId, ...order.buyer }),
    }));
  const { dueAt, lines } = order;
  const stripeInvoiceId =
    order.stripeInvoiceId ??
    (await records.rememberStripeInvoice({
      invoiceId,
      stripeInvoiceId: await stripe.createStripeInvoice({
        invoiceId,
        accountId,
        buyerId,
        period,
        customerId,
        currency,
        dueAt,
      }),
    }));
  const atStripe = await stripe.writeStripeInvoice({
    invoiceId,
    stripeInvoiceId,
    customerId,
    currency,
    lines,
  });
  await records.markIssued({ invoiceId, at: Date.now(), atStripe });
}
