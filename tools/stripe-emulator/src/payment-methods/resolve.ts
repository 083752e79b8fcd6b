import { stateConflict } from '../errors/invalid-request.ts';
import type { PaymentMethod } from '../objects.ts';
import type { Scope } from '../scope.ts';
import { required } from '../store/required.ts';
import { createFromTestCard } from './create.ts';

/** The payment method an id names. A test id such as `pm_card_visa` makes a new one each time, as with Stripe. */
export function resolvePaymentMethod(scope: Scope, id: string, param = 'payment_method'): PaymentMethod {
  if (id.startsWith('pm_card_')) return createFromTestCard(scope, id);
  return required(scope.tables.paymentMethods, id, { noun: 'PaymentMethod', param });
}

/** Refuses a card that was detached, or that belongs to another customer than the one who pays. */
export function requireUsable(scope: Scope, method: PaymentMethod, customer: string | null): void {
  if (scope.tables.cards.get(method.id)?.detached)
    throw stateConflict({
      code: 'payment_method_unexpected_state',
      message:
        'The provided PaymentMethod was detached from a Customer. It may not be used again. Please create a new one.',
      param: 'payment_method',
    });
  if (method.customer !== null && method.customer !== customer)
    throw stateConflict({
      code: 'payment_method_unexpected_state',
      message: `The payment method ${method.id} belongs to another customer. Please pass the customer it belongs to.`,
      param: 'payment_method',
    });
}
