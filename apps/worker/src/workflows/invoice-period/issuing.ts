import type { InvoiceView } from '../../activities/invoice-view.ts';
import { records, stripe } from './activities.ts';
import { showIssuing } from './operator-view.ts';
import { untilAnswered } from './until-answered.ts';

/** From a draft to an open invoice, at Stripe and with us, each step stored before the next. */
export async function issue(view: InvoiceView): Promise<void> {
  const { invoiceId, accountId, buyerId, period, currency, kind } = view;
  if (kind === 'net_terms') showIssuing(view);
  const order = await records.prepareIssue({ invoiceId, at: Date.now() });
  if (kind === 'manual') {
    await records.markIssued({ invoiceId, at: Date.now(), atStripe: null });
    return;
  }
  const { dueAt, lines, buyer } = order;
  const customerId =
    order.stripeCustomerId ??
    (await records.rememberCustomer({
      accountId,
      buyerId,
      customerId: await untilAnswered(view, 'to know the buyer', (round) =>
        stripe.createInvoiceCustomer({ accountId, buyerId, ...buyer, round }),
      ),
    }));
  const about = { invoiceId, customerId, currency };
  const stripeInvoiceId =
    order.stripeInvoiceId ??
    (await records.rememberStripeInvoice({
      invoiceId,
      stripeInvoiceId: await untilAnswered(view, 'to make the invoice', (round) =>
        stripe.createStripeInvoice({ ...about, accountId, buyerId, period, dueAt, round }),
      ),
    }));
  const atStripe = await untilAnswered(view, 'to write the invoice', (round) =>
    stripe.writeStripeInvoice({ ...about, stripeInvoiceId, lines, round }),
  );
  await records.markIssued({ invoiceId, at: Date.now(), atStripe });
}
