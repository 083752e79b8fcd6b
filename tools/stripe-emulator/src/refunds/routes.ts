import { emit } from '../events/emit.ts';
import { listPage } from '../http/list.ts';
import type { Route } from '../http/route.ts';
import type { Refund } from '../objects.ts';
import { mergedMetadata } from '../parameters/metadata.ts';
import type { Scope } from '../scope.ts';
import { required } from '../store/required.ts';
import { createRefund } from './create.ts';

export function requiredRefund(scope: Scope, id: string): Refund {
  return required(scope.tables.refunds, id, { noun: 'refund' });
}

export const refundRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/refunds',
    handle: (scope, { params }) => createRefund(scope, params),
  },
  {
    method: 'GET',
    path: '/v1/refunds',
    handle: ({ tables }, { params, path }) => {
      const charge = params.string('charge');
      const intent = params.string('payment_intent');
      const rows = tables.refunds
        .all()
        .filter((row) => charge === null || row.charge === charge)
        .filter((row) => intent === null || row.payment_intent === intent);
      return listPage(rows, { params, path });
    },
  },
  {
    method: 'GET',
    path: '/v1/refunds/:id',
    handle: (scope, { id }) => requiredRefund(scope, id),
  },
  {
    method: 'POST',
    path: '/v1/refunds/:id',
    handle: (scope, { id, params }) => {
      const refund = requiredRefund(scope, id);
      const metadata = mergedMetadata(params, refund.metadata ?? {});
      const updated = scope.tables.refunds.update(id, { metadata });
      emit(scope, { type: 'refund.updated', object: updated, previous: { metadata: refund.metadata } });
      return updated;
    },
  },
];
