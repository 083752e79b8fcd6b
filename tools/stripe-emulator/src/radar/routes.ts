import { listPage } from '../http/list.ts';
import type { Route } from '../http/route.ts';
import { required } from '../store/required.ts';

export const radarRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/radar/early_fraud_warnings',
    handle: ({ tables }, { params, path }) => {
      const charge = params.string('charge');
      const intent = params.string('payment_intent');
      const rows = tables.earlyFraudWarnings
        .all()
        .filter((row) => charge === null || row.charge === charge)
        .filter((row) => intent === null || row.payment_intent === intent);
      return listPage(rows, { params, path });
    },
  },
  {
    method: 'GET',
    path: '/v1/radar/early_fraud_warnings/:id',
    handle: ({ tables }, { id }) => required(tables.earlyFraudWarnings, id, { noun: 'early_fraud_warning' }),
  },
];
