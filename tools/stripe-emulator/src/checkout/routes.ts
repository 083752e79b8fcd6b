import { listPage } from '../http/list.ts';
import type { Route } from '../http/route.ts';
import { createSession } from './create.ts';
import { currentSession, expireSession } from './state.ts';

export const checkoutRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/checkout/sessions',
    handle: (scope, { params }) => createSession(scope, params),
  },
  {
    method: 'GET',
    path: '/v1/checkout/sessions',
    handle: (scope, { params, path }) => {
      const customer = params.string('customer');
      const rows = scope.tables.checkoutSessions
        .all()
        .filter((row) => customer === null || row.customer === customer)
        .map(({ id }) => currentSession(scope, id));
      return listPage(rows, { params, path });
    },
  },
  {
    method: 'GET',
    path: '/v1/checkout/sessions/:id',
    handle: (scope, { id }) => currentSession(scope, id),
  },
  {
    method: 'POST',
    path: '/v1/checkout/sessions/:id/expire',
    handle: (scope, { id }) => expireSession(scope, id),
  },
];
