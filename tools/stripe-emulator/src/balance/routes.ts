import { listPage } from '../http/list.ts';
import type { Route } from '../http/route.ts';
import { required } from '../store/required.ts';

export const balanceRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/balance_transactions',
    handle: ({ tables }, { params, path }) => {
      const type = params.string('type');
      const source = params.string('source');
      const currency = params.string('currency');
      const rows = tables.balanceTransactions
        .all()
        .filter((row) => type === null || row.type === type)
        .filter((row) => source === null || row.source === source)
        .filter((row) => currency === null || row.currency === currency);
      return listPage(rows, { params, path });
    },
  },
  {
    method: 'GET',
    path: '/v1/balance_transactions/:id',
    handle: ({ tables }, { id }) => required(tables.balanceTransactions, id, { noun: 'balance transaction' }),
  },
];
