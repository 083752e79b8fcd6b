import { listPage } from '../http/list.ts';
import type { Route } from '../http/route.ts';
import { required } from '../store/required.ts';
import { createInvoiceItem, deleteInvoiceItem } from './items.ts';

export const invoiceItemRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/invoiceitems',
    handle: (scope, { params }) => createInvoiceItem(scope, params),
  },
  {
    method: 'GET',
    path: '/v1/invoiceitems',
    handle: ({ tables }, { params, path }) => {
      const customer = params.string('customer');
      const invoice = params.string('invoice');
      const rows = tables.invoiceItems
        .all()
        .filter((row) => customer === null || row.customer === customer)
        .filter((row) => invoice === null || row.invoice === invoice);
      return listPage(rows, { params, path });
    },
  },
  {
    method: 'GET',
    path: '/v1/invoiceitems/:id',
    handle: ({ tables }, { id }) => required(tables.invoiceItems, id, { noun: 'invoiceitem' }),
  },
  {
    method: 'DELETE',
    path: '/v1/invoiceitems/:id',
    handle: (scope, { id }) =>
      deleteInvoiceItem(scope, required(scope.tables.invoiceItems, id, { noun: 'invoiceitem' })),
  },
];
