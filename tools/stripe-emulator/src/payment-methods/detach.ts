import { stateConflict } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import type { PaymentMethod } from '../objects.ts';
import type { Scope } from '../scope.ts';

/** Takes a card off its customer for ever, and off the customer's default if it was that. */
export function detach(scope: Scope, method: PaymentMethod): PaymentMethod {
  const { tables } = scope;
  if (method.customer === null)
    throw stateConflict({
      code: 'payment_method_unexpected_state',
      message: 'The payment method you provided is not attached to a customer so detachment is impossible.',
    });
  const customer = tables.customers.get(method.customer);
  if (customer?.invoice_settings.default_payment_method === method.id)
    tables.customers.update(customer.id, {
      invoice_settings: { ...customer.invoice_settings, default_payment_method: null },
    });
  tables.cards.update(method.id, { detached: true });
  const detached = tables.paymentMethods.update(method.id, { customer: null });
  const previous = { customer: method.customer };
  emit(scope, { type: 'payment_method.detached', object: detached, previous });
  return detached;
}
