import { stateConflict } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import { listPage } from '../http/list.ts';
import type { Route } from '../http/route.ts';
import type { SetupIntent } from '../objects.ts';
import { mergedMetadata } from '../parameters/metadata.ts';
import type { Scope } from '../scope.ts';
import { required } from '../store/required.ts';
import { confirmSetup } from './confirm.ts';
import { createSetupIntent } from './create.ts';

export function requiredSetupIntent(scope: Scope, id: string): SetupIntent {
  return required(scope.tables.setupIntents, id, { noun: 'setupintent', param: 'intent' });
}

export const setupIntentRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/setup_intents',
    handle: (scope, { params }) => createSetupIntent(scope, params),
  },
  {
    method: 'GET',
    path: '/v1/setup_intents',
    handle: ({ tables }, { params, path }) => {
      const customer = params.string('customer');
      const method = params.string('payment_method');
      const rows = tables.setupIntents
        .all()
        .filter((row) => customer === null || row.customer === customer)
        .filter((row) => method === null || row.payment_method === method);
      return listPage(rows, { params, path });
    },
  },
  {
    method: 'GET',
    path: '/v1/setup_intents/:id',
    handle: (scope, { id }) => requiredSetupIntent(scope, id),
  },
  {
    method: 'POST',
    path: '/v1/setup_intents/:id',
    handle: (scope, { id, params }) => {
      const { metadata } = requiredSetupIntent(scope, id);
      return scope.tables.setupIntents.update(id, { metadata: mergedMetadata(params, metadata ?? {}) });
    },
  },
  {
    method: 'POST',
    path: '/v1/setup_intents/:id/confirm',
    handle: (scope, { id, params }) =>
      confirmSetup(scope, requiredSetupIntent(scope, id), params.string('payment_method')),
  },
  {
    method: 'POST',
    path: '/v1/setup_intents/:id/cancel',
    handle: (scope, { id }) => cancelSetup(scope, requiredSetupIntent(scope, id)),
  },
];

function cancelSetup(scope: Scope, intent: SetupIntent): SetupIntent {
  if (intent.status === 'succeeded' || intent.status === 'canceled')
    throw stateConflict({
      code: 'setup_intent_unexpected_state',
      message: `You cannot cancel this SetupIntent because it has a status of ${intent.status}.`,
      setup_intent: intent,
    });
  const canceled = scope.tables.setupIntents.update(intent.id, { status: 'canceled', next_action: null });
  emit(scope, { type: 'setup_intent.canceled', object: canceled });
  return canceled;
}
