import { bookBalance } from '../balance/transaction.ts';
import { stateConflict } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import { newId } from '../identifiers.ts';
import type { Dispute } from '../objects.ts';
import { closeWarnings } from '../radar/warn.ts';
import type { Scope } from '../scope.ts';
import { required } from '../store/required.ts';
import { NO_EVIDENCE } from './evidence.ts';

const DAYS_TO_ANSWER = 7;
const DISPUTE_FEE_MINOR = 1500;

/** A payer disputes a charge: the money leaves the balance at once, except for a mere inquiry. */
export function openDispute(
  scope: Scope,
  chargeId: string,
  { reason, inquiry = false }: { reason: string; inquiry?: boolean },
): Dispute {
  const charge = required(scope.tables.charges, chargeId, { noun: 'charge' });
  if (charge.status !== 'succeeded')
    throw stateConflict({ message: `A charge with a status of ${charge.status} cannot be disputed.` });
  const id = newId('du');
  const { amount, currency } = charge;
  const withdrawal = inquiry
    ? null
    : bookBalance(scope, {
        type: 'adjustment',
        reportingCategory: 'dispute',
        amount: -amount,
        fee: DISPUTE_FEE_MINOR,
        currency,
        source: id,
        description: `Chargeback withdrawal for ${charge.id}`,
      });
  const dispute = scope.tables.disputes.put({
    id,
    object: 'dispute',
    amount,
    balance_transactions: withdrawal ? [withdrawal] : [],
    charge: charge.id,
    created: scope.nowSeconds,
    currency,
    enhanced_eligibility_types: [],
    evidence: NO_EVIDENCE,
    evidence_details: {
      due_by: scope.nowSeconds + DAYS_TO_ANSWER * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'manual',
    },
    intended_submission_method: null,
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  });
  scope.tables.charges.update(charge.id, { disputed: true });
  emit(scope, { type: 'charge.dispute.created', object: dispute });
  if (withdrawal) emit(scope, { type: 'charge.dispute.funds_withdrawn', object: dispute });
  closeWarnings(scope, charge.id);
  return dispute;
}
