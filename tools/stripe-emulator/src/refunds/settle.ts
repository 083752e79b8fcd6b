import { bookBalance } from '../balance/transaction.ts';
import { stateConflict } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import type { Refund } from '../objects.ts';
import type { Scope } from '../scope.ts';
import { required } from '../store/required.ts';
import type { RefundResult } from './follow-up.ts';

type Settlement = { status: RefundResult; failureReason?: string };

/** The bank's word on a refund. A failed one gives the money back to the balance, also after it seemed done. */
export function settleRefund(scope: Scope, refund: Refund, settlement: Settlement): Refund {
  scope.tables.followUps.delete(refund.id);
  if (refund.status === 'failed' || refund.status === 'canceled')
    throw stateConflict({ message: `This refund already has a status of ${refund.status}.` });
  return settlement.status === 'succeeded'
    ? succeed(scope, refund)
    : fail(scope, refund, settlement.failureReason ?? 'expired_or_canceled_card');
}

function succeed(scope: Scope, refund: Refund): Refund {
  if (refund.status === 'succeeded') return refund;
  const succeeded = scope.tables.refunds.update(refund.id, { status: 'succeeded' });
  const previous = { status: refund.status };
  emit(scope, { type: 'refund.updated', object: succeeded, previous });
  return succeeded;
}

function fail(scope: Scope, refund: Refund, reason: string): Refund {
  const { tables } = scope;
  const reversal = bookBalance(scope, {
    type: 'refund_failure',
    reportingCategory: 'refund_failure',
    amount: refund.amount,
    fee: 0,
    currency: refund.currency,
    source: refund.id,
  });
  const failed = tables.refunds.update(refund.id, {
    status: 'failed',
    failure_reason: reason,
    failure_balance_transaction: reversal.id,
  });
  if (refund.charge !== null) {
    const charge = required(tables.charges, refund.charge, { noun: 'charge' });
    const stillRefunded = charge.amount_refunded - refund.amount;
    tables.charges.update(charge.id, { amount_refunded: stillRefunded, refunded: false });
  }
  const previous = { status: refund.status };
  emit(scope, { type: 'refund.updated', object: failed, previous });
  emit(scope, { type: 'refund.failed', object: failed, previous });
  return failed;
}
