import { listPage } from '../http/list.ts';
import type { Route } from '../http/route.ts';
import { cancelIntent } from './cancel.ts';
import { confirmIntent } from './confirm.ts';
import { createPaymentIntent } from './create.ts';
import { requiredIntent } from './intent.ts';
import { updateIntent } from './update.ts';

const CANCELLATION_REASONS = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'] as const;

export const paymentIntentRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/payment_intents',
    handle: (scope, { params }) => createPaymentIntent(scope, params),
  },
  {
    method: 'GET',
    path: '/v1/payment_intents',
    handle: ({ tables }, { params, path }) => {
      const customer = params.string('customer');
      const rows = tables.paymentIntents
        .all()
        .filter((row) => customer === null || row.customer === customer);
      return listPage(rows, { params, path });
    },
  },
  {
    method: 'GET',
    path: '/v1/payment_intents/:id',
    handle: (scope, { id }) => requiredIntent(scope, id),
  },
  {
    method: 'POST',
    path: '/v1/payment_intents/:id',
    handle: (scope, { id, params }) => updateIntent(scope, requiredIntent(scope, id), params),
  },
  {
    method: 'POST',
    path: '/v1/payment_intents/:id/confirm',
    handle: (scope, { id, params }) => confirmIntent(scope, requiredIntent(scope, id), params),
  },
  {
    method: 'POST',
    path: '/v1/payment_intents/:id/cancel',
    handle: (scope, { id, params }) =>
      cancelIntent(
        scope,
        requiredIntent(scope, id),
        params.oneOf('cancellation_reason', CANCELLATION_REASONS),
      ),
  },
];
