import { listPage } from '../http/list.ts';
import type { Route } from '../http/route.ts';
import { required } from '../store/required.ts';
import { createCreditNote } from './create.ts';

export const creditNoteRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/credit_notes',
    handle: (scope, { params }) => createCreditNote(scope, params),
  },
  {
    method: 'GET',
    path: '/v1/credit_notes',
    handle: ({ tables }, { params, path }) => {
      const customer = params.string('customer');
      const invoice = params.string('invoice');
      const rows = tables.creditNotes
        .all()
        .filter((row) => customer === null || row.customer === customer)
        .filter((row) => invoice === null || row.invoice === invoice);
      return listPage(rows, { params, path });
    },
  },
  {
    method: 'GET',
    path: '/v1/credit_notes/:id',
    handle: ({ tables }, { id }) => required(tables.creditNotes, id, { noun: 'credit_note' }),
  },
];
