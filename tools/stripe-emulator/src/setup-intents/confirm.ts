import { cardOf } from '../cards/card.ts';
import { declineFor } from '../cards/declines.ts';
import { cardError, describeDecline } from '../errors/card-error.ts';
import { missingParameter, stateConflict } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import type { PaymentMethod, SetupIntent } from '../objects.ts';
import { attach } from '../payment-methods/attach.ts';
import { requireUsable, resolvePaymentMethod } from '../payment-methods/resolve.ts';
import type { Scope } from '../scope.ts';

/** Checks a card with its bank and saves it to the customer, or waits for the payer to authenticate. */
export function confirmSetup(scope: Scope, intent: SetupIntent, paymentMethodId: string | null): SetupIntent {
  if (intent.status === 'succeeded' || intent.status === 'canceled')
    throw stateConflict({
      code: 'setup_intent_unexpected_state',
      message: `You cannot confirm this SetupIntent because it has already ${intent.status}.`,
      setup_intent: intent,
    });
  const wanted = paymentMethodId ?? intent.payment_method;
  if (wanted === null) throw missingParameter('payment_method');
  const method = resolvePaymentMethod(scope, wanted);
  requireUsable(scope, method, intent.customer);
  const { card, kind } = cardOf(scope.tables, method.id);
  if (kind.declinesAt === 'attach' && kind.declineCode)
    throw declined(scope, { intent, method }, kind.declineCode);
  const authenticates =
    card.requireAuthentication ??
    (kind.authentication === 'always' || kind.authentication === 'unless_set_up');
  return authenticates ? waitForPayer(scope, intent, method) : saveCard(scope, intent, method);
}

/** Ends a setup well: the card is the customer's and may be charged off-session. */
export function saveCard(scope: Scope, intent: SetupIntent, method: PaymentMethod): SetupIntent {
  scope.tables.cards.update(method.id, { setUp: true });
  if (intent.customer !== null) attach(scope, method, intent.customer);
  const succeeded = scope.tables.setupIntents.update(intent.id, {
    status: 'succeeded',
    payment_method: method.id,
    next_action: null,
    last_setup_error: null,
  });
  emit(scope, { type: 'setup_intent.succeeded', object: succeeded });
  return succeeded;
}

function waitForPayer(scope: Scope, intent: SetupIntent, method: PaymentMethod): SetupIntent {
  const waiting = scope.tables.setupIntents.update(intent.id, {
    status: 'requires_action',
    payment_method: method.id,
    next_action: { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect' } },
  });
  emit(scope, { type: 'setup_intent.requires_action', object: waiting });
  return waiting;
}

function declined(
  scope: Scope,
  { intent, method }: { intent: SetupIntent; method: PaymentMethod },
  declineCode: string,
) {
  const decline = declineFor(declineCode);
  const failed = scope.tables.setupIntents.update(intent.id, {
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_setup_error: { ...describeDecline(decline), payment_method: method },
  });
  emit(scope, { type: 'setup_intent.setup_failed', object: failed });
  return cardError(decline, { setup_intent: failed, payment_method: method });
}
