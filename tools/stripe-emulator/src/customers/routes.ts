import { emit } from '../events/emit.ts';
import { listPage } from '../http/list.ts';
import type { Route } from '../http/route.ts';
import { detach } from '../payment-methods/detach.ts';
import { customerChanges, newCustomer, requiredCustomer } from './customer.ts';

export const customerRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/customers',
    handle: (scope, { params }) => {
      const customer = scope.tables.customers.put(newCustomer(scope, params));
      emit(scope, { type: 'customer.created', object: customer });
      return customer;
    },
  },
  {
    method: 'GET',
    path: '/v1/customers',
    handle: ({ tables }, { params, path }) => {
      const email = params.string('email');
      const rows = tables.customers.all().filter((row) => email === null || row.email === email);
      return listPage(rows, { params, path });
    },
  },
  {
    method: 'GET',
    path: '/v1/customers/:id',
    handle: (scope, { id }) => {
      if (scope.tables.deletedCustomers.get(id)) return { id, object: 'customer', deleted: true };
      return requiredCustomer(scope, id, 'id');
    },
  },
  {
    method: 'POST',
    path: '/v1/customers/:id',
    handle: (scope, { id, params }) => {
      const customer = requiredCustomer(scope, id, 'id');
      const changes = customerChanges(scope, { customer, params });
      const updated = scope.tables.customers.update(id, changes);
      emit(scope, { type: 'customer.updated', object: updated, previous: pick(customer, changes) });
      return updated;
    },
  },
  {
    method: 'DELETE',
    path: '/v1/customers/:id',
    handle: (scope, { id }) => {
      const customer = requiredCustomer(scope, id, 'id');
      const saved = scope.tables.paymentMethods.all().filter((method) => method.customer === id);
      for (const method of saved) detach(scope, method);
      scope.tables.customers.delete(id);
      scope.tables.deletedCustomers.put({ id });
      emit(scope, { type: 'customer.deleted', object: customer });
      return { id, object: 'customer', deleted: true };
    },
  },
  {
    method: 'GET',
    path: '/v1/customers/:id/payment_methods',
    handle: (scope, { id, params, path }) => {
      requiredCustomer(scope, id);
      const rows = scope.tables.paymentMethods.all().filter((method) => method.customer === id);
      return listPage(rows, { params, path });
    },
  },
];

function pick(before: object, changes: object): object {
  const changed = Object.keys(changes);
  return Object.fromEntries(Object.entries(before).filter(([field]) => changed.includes(field)));
}
