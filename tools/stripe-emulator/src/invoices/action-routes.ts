import { emit } from '../events/emit.ts';
import type { Route } from '../http/route.ts';
import { attachPayment } from './attach-payment.ts';
import { markUncollectible, voidInvoice } from './close.ts';
import { finalizeInvoice } from './finalize.ts';
import { requiredInvoice } from './invoice.ts';
import { payInvoice } from './pay.ts';

export const invoiceActionRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/invoices/:id/finalize',
    handle: (scope, { id }) => finalizeInvoice(scope, requiredInvoice(scope, id)),
  },
  {
    method: 'POST',
    path: '/v1/invoices/:id/send',
    handle: (scope, { id }) => {
      const invoice = requiredInvoice(scope, id);
      const sent = invoice.status === 'draft' ? finalizeInvoice(scope, invoice) : invoice;
      emit(scope, { type: 'invoice.sent', object: sent });
      return sent;
    },
  },
  {
    method: 'POST',
    path: '/v1/invoices/:id/pay',
    handle: (scope, { id, params }) =>
      payInvoice(scope, requiredInvoice(scope, id), {
        paymentMethod: params.string('payment_method'),
        offSession: params.boolean('off_session') ?? true,
        paidOutOfBand: params.boolean('paid_out_of_band') === true,
      }),
  },
  {
    method: 'POST',
    path: '/v1/invoices/:id/attach_payment',
    handle: (scope, { id, params }) =>
      attachPayment(scope, requiredInvoice(scope, id), params.requiredString('payment_intent')),
  },
  {
    method: 'POST',
    path: '/v1/invoices/:id/void',
    handle: (scope, { id }) => voidInvoice(scope, requiredInvoice(scope, id)),
  },
  {
    method: 'POST',
    path: '/v1/invoices/:id/mark_uncollectible',
    handle: (scope, { id }) => markUncollectible(scope, requiredInvoice(scope, id)),
  },
];
