import { requiredCustomer } from '../customers/customer.ts';
import { emit } from '../events/emit.ts';
import { listPage } from '../http/list.ts';
import type { Route } from '../http/route.ts';
import { required } from '../store/required.ts';
import { attach } from './attach.ts';
import { paymentMethodChanges } from './changes.ts';
import { createPaymentMethod } from './create.ts';
import { detach } from './detach.ts';
import { resolvePaymentMethod } from './resolve.ts';

const NOUN = { noun: 'PaymentMethod', param: 'payment_method' };

export const paymentMethodRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/payment_methods',
    handle: (scope, { params }) => createPaymentMethod(scope, params),
  },
  {
    method: 'GET',
    path: '/v1/payment_methods',
    handle: ({ tables }, { params, path }) => {
      const customer = params.string('customer');
      const type = params.string('type');
      const rows = tables.paymentMethods
        .all()
        .filter((method) => method.customer !== null && (customer === null || method.customer === customer))
        .filter((method) => type === null || method.type === type);
      return listPage(rows, { params, path });
    },
  },
  {
    method: 'GET',
    path: '/v1/payment_methods/:id',
    handle: ({ tables }, { id }) => required(tables.paymentMethods, id, NOUN),
  },
  {
    method: 'POST',
    path: '/v1/payment_methods/:id',
    handle: (scope, { id, params }) => {
      const method = required(scope.tables.paymentMethods, id, NOUN);
      const updated = scope.tables.paymentMethods.update(id, paymentMethodChanges(method, params));
      emit(scope, { type: 'payment_method.updated', object: updated, previous: { card: method.card } });
      return updated;
    },
  },
  {
    method: 'POST',
    path: '/v1/payment_methods/:id/attach',
    handle: (scope, { id, params }) => {
      const customer = requiredCustomer(scope, params.requiredString('customer'));
      return attach(scope, resolvePaymentMethod(scope, id), customer.id);
    },
  },
  {
    method: 'POST',
    path: '/v1/payment_methods/:id/detach',
    handle: (scope, { id }) => detach(scope, required(scope.tables.paymentMethods, id, NOUN)),
  },
];
