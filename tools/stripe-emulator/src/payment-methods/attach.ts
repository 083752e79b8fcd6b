import { cardOf } from '../cards/card.ts';
import { declineFor } from '../cards/declines.ts';
import { cardError } from '../errors/card-error.ts';
import { stateConflict } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import type { PaymentMethod } from '../objects.ts';
import type { Scope } from '../scope.ts';
import { requireUsable } from './resolve.ts';

/** Saves a card to a customer. Cards that decline when saved throw the card error and stay unattached. */
export function attach(scope: Scope, method: PaymentMethod, customer: string): PaymentMethod {
  if (method.customer === customer) return method;
  if (method.customer !== null)
    throw stateConflict({
      code: 'payment_method_unexpected_state',
      message: 'The payment method you provided has already been attached to a customer.',
    });
  requireUsable(scope, method, customer);
  refuseIfDeclinedWhenSaved(scope, method.id);
  const attached = scope.tables.paymentMethods.update(method.id, { customer });
  emit(scope, { type: 'payment_method.attached', object: attached });
  return attached;
}

function refuseIfDeclinedWhenSaved(scope: Scope, paymentMethodId: string): void {
  const { kind } = cardOf(scope.tables, paymentMethodId);
  if (kind.declinesAt === 'attach' && kind.declineCode) throw cardError(declineFor(kind.declineCode));
}
