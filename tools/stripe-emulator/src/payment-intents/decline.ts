import { type Decline, declineFor } from '../cards/declines.ts';
import { createCharge } from '../charges/create.ts';
import { describeDecline } from '../errors/card-error.ts';
import { emit } from '../events/emit.ts';
import type { Charge, PaymentIntent, PaymentMethod } from '../objects.ts';
import type { Scope } from '../scope.ts';

export type DeclinedAttempt = {
  intent: PaymentIntent;
  charge: Charge;
  decline: Decline;
  method: PaymentMethod;
};

type DeclineRequest = { intent: PaymentIntent; method: PaymentMethod; declineCode: string };

/** Records a declined attempt. The intent lets go of the card and can be confirmed again with any card. */
export function declineIntent(
  scope: Scope,
  { intent, method, declineCode }: DeclineRequest,
): DeclinedAttempt {
  const decline = declineFor(declineCode);
  const charge = createCharge(scope, { intent, method, decline });
  const declined = scope.tables.paymentIntents.update(intent.id, {
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    latest_charge: charge.id,
    last_payment_error: { ...describeDecline(decline), charge: charge.id, payment_method: method },
  });
  emit(scope, { type: 'charge.failed', object: charge });
  emit(scope, { type: 'payment_intent.payment_failed', object: declined });
  return { intent: declined, charge, decline, method };
}
