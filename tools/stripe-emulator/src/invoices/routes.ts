import { listPage } from '../http/list.ts';
import type { Route } from '../http/route.ts';
import { required } from '../store/required.ts';
import { createInvoice, invoiceChanges } from './create.ts';
import { requiredInvoice, requireStatus } from './invoice.ts';

export const invoiceRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/invoices',
    handle: (scope, { params }) => createInvoice(scope, params),
  },
  {
    method: 'GET',
    path: '/v1/invoices',
    handle: ({ tables }, { params, path }) => {
      const customer = params.string('customer');
      const status = params.string('status');
      const rows = tables.invoices
        .all()
        .filter((row) => customer === null || row.customer === customer)
        .filter((row) => status === null || row.status === status);
      return listPage(rows, { params, path });
    },
  },
  {
    method: 'GET',
    path: '/v1/invoices/:id',
    handle: (scope, { id }) => requiredInvoice(scope, id),
  },
  {
    method: 'POST',
    path: '/v1/invoices/:id',
    handle: (scope, { id, params }) => {
      const invoice = requiredInvoice(scope, id);
      return scope.tables.invoices.update(id, invoiceChanges(scope, invoice, params));
    },
  },
  {
    method: 'DELETE',
    path: '/v1/invoices/:id',
    handle: (scope, { id }) => {
      requireStatus(requiredInvoice(scope, id), ['draft'], 'delete');
      scope.tables.invoices.delete(id);
      return { id, object: 'invoice', deleted: true };
    },
  },
  {
    method: 'GET',
    path: '/v1/invoices/:id/lines',
    handle: (scope, { id, params, path }) =>
      // Lines are kept oldest first on the invoice, and shown in that order.
      listPage([...requiredInvoice(scope, id).lines.data].reverse(), { params, path }),
  },
  {
    method: 'GET',
    path: '/v1/invoice_payments',
    handle: ({ tables }, { params, path }) => {
      const invoice = params.string('invoice');
      const status = params.string('status');
      const intent = params.nested('payment')?.string('payment_intent') ?? null;
      const rows = tables.invoicePayments
        .all()
        .filter((row) => invoice === null || row.invoice === invoice)
        .filter((row) => status === null || row.status === status)
        .filter((row) => intent === null || row.payment.payment_intent === intent);
      return listPage(rows, { params, path });
    },
  },
  {
    method: 'GET',
    path: '/v1/invoice_payments/:id',
    handle: ({ tables }, { id }) => required(tables.invoicePayments, id, { noun: 'invoice_payment' }),
  },
];
