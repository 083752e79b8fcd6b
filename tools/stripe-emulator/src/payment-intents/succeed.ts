import { cardOf } from '../cards/card.ts';
import { createCharge } from '../charges/create.ts';
import { openDispute } from '../disputes/open.ts';
import { emit } from '../events/emit.ts';
import { settleInvoicesOf } from '../invoices/settle.ts';
import type { Charge, PaymentIntent, PaymentMethod } from '../objects.ts';
import { attach } from '../payment-methods/attach.ts';
import { warnOfFraud } from '../radar/warn.ts';
import type { Scope } from '../scope.ts';

type Success = { intent: PaymentIntent; method: PaymentMethod };

/** Charges the card for the intent, saves it if asked to, pays the invoices that wait for it. */
export function succeedIntent(scope: Scope, { intent, method }: Success): PaymentIntent {
  const { tables } = scope;
  const charge = createCharge(scope, { intent, method, decline: null });
  const succeeded = tables.paymentIntents.update(intent.id, {
    status: 'succeeded',
    amount_received: intent.amount,
    payment_method: method.id,
    latest_charge: charge.id,
    next_action: null,
    last_payment_error: null,
  });
  emit(scope, { type: 'charge.succeeded', object: charge });
  emit(scope, { type: 'payment_intent.succeeded', object: succeeded });
  saveCard(scope, { intent, method });
  settleInvoicesOf(scope, succeeded);
  afterEffects(scope, charge, method);
  return succeeded;
}

function saveCard(scope: Scope, { intent, method }: Success): void {
  if (intent.setup_future_usage === null || intent.customer === null) return;
  scope.tables.cards.update(method.id, { setUp: true });
  if (method.customer === null) attach(scope, method, intent.customer);
}

function afterEffects(scope: Scope, charge: Charge, method: PaymentMethod): void {
  const { kind } = cardOf(scope.tables, method.id);
  for (let count = 0; kind.disputes && count < (kind.disputes.count ?? 1); count += 1)
    openDispute(scope, charge.id, kind.disputes);
  if (kind.earlyFraudWarning) warnOfFraud(scope, charge);
}
