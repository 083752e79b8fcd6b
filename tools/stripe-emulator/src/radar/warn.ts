import { emit } from '../events/emit.ts';
import { newId } from '../identifiers.ts';
import type { Charge, EarlyFraudWarning } from '../objects.ts';
import type { Scope } from '../scope.ts';

/** The card's issuer reports a charge as probably fraudulent. */
export function warnOfFraud(scope: Scope, charge: Charge): EarlyFraudWarning {
  const warning = scope.tables.earlyFraudWarnings.put({
    id: newId('issfr'),
    object: 'radar.early_fraud_warning',
    actionable: !charge.refunded && !charge.disputed,
    charge: charge.id,
    created: scope.nowSeconds,
    fraud_type: 'unauthorized_use_of_card',
    livemode: false,
    ...(charge.payment_intent === null ? {} : { payment_intent: charge.payment_intent }),
  });
  emit(scope, { type: 'radar.early_fraud_warning.created', object: warning });
  return warning;
}

/** A disputed or fully refunded charge leaves nothing to act on. */
export function closeWarnings(scope: Scope, chargeId: string): void {
  const { earlyFraudWarnings } = scope.tables;
  const open = earlyFraudWarnings
    .all()
    .filter((warning) => warning.charge === chargeId && warning.actionable);
  for (const warning of open) {
    const closed = earlyFraudWarnings.update(warning.id, { actionable: false });
    const previous = { actionable: true };
    emit(scope, { type: 'radar.early_fraud_warning.updated', object: closed, previous });
  }
}
