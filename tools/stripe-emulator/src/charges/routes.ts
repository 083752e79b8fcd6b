import { listPage } from '../http/list.ts';
import type { Route } from '../http/route.ts';
import { required } from '../store/required.ts';

export const chargeRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/charges',
    handle: ({ tables }, { params, path }) => {
      const customer = params.string('customer');
      const intent = params.string('payment_intent');
      const rows = tables.charges
        .all()
        .filter((charge) => customer === null || charge.customer === customer)
        .filter((charge) => intent === null || charge.payment_intent === intent);
      return listPage(rows, { params, path });
    },
  },
  {
    method: 'GET',
    path: '/v1/charges/:id',
    handle: ({ tables }, { id }) => required(tables.charges, id, { noun: 'charge' }),
  },
];
