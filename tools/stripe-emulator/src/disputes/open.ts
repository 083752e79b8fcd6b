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

export type DisputeOrder = {
  reason: string;
  /** The bank only asks: no money moves until it becomes a dispute. */
  inquiry?: boolean | undefined;
  /** Default: what was not refunded. */
  amount?: number | undefined;
};

/** A payer disputes a charge: the money leaves the balance at once, except for a mere inquiry. */
export function openDispute(
  scope: Scope,
  chargeId: string,
  { reason, inquiry = false, amount: asked }: DisputeOrder,
): Dispute {
  const charge = required(scope.tables.charges, chargeId, { noun: 'charge' });
  if (charge.status !== 'succeeded')
    throw stateConflict({ message: `A charge with a status of ${charge.status} cannot be disputed.` });
  const id = newId('du');
  const amount = asked ?? charge.amount - charge.amount_refunded;
  if (amount < 1 || amount > charge.amount)
    throw stateConflict({ message: `There is nothing of ${amount} left to dispute.` });
  const { currency } = charge;
  const withdrawal = inquiry ? null : withdraw(scope, { id, amount, currency, charge: charge.id });
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

/** An inquiry becomes a dispute: now its money leaves the balance. */
export function escalateInquiry(scope: Scope, dispute: Dispute): Dispute {
  if (!dispute.status.startsWith('warning_') || dispute.status === 'warning_closed')
    throw stateConflict({ message: `This dispute is no open inquiry; its status is ${dispute.status}.` });
  const withdrawal = withdraw(scope, { ...dispute, charge: dispute.charge });
  const previous = { status: dispute.status };
  const escalated = scope.tables.disputes.update(dispute.id, {
    status: 'needs_response',
    is_charge_refundable: false,
    balance_transactions: [withdrawal],
  });
  emit(scope, { type: 'charge.dispute.updated', object: escalated, previous });
  emit(scope, { type: 'charge.dispute.funds_withdrawn', object: escalated });
  return escalated;
}

function withdraw(
  scope: Scope,
  { id, amount, currency, charge }: { id: string; amount: number; currency: string; charge: string },
) {
  return bookBalance(scope, {
    type: 'adjustment',
    reportingCategory: 'dispute',
    amount: -amount,
    fee: DISPUTE_FEE_MINOR,
    currency,
    source: id,
    description: `Chargeback withdrawal for ${charge}`,
  });
}
