import { bookBalance } from '../balance/transaction.ts';
import { stateConflict } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import type { Dispute } from '../objects.ts';
import type { Scope } from '../scope.ts';

const CLOSED_STATUSES: readonly string[] = ['won', 'lost', 'warning_closed'];

/** The verdict: won gives the money back, lost leaves it with the payer. An inquiry just ends. */
export function closeDispute(scope: Scope, dispute: Dispute, verdict: 'won' | 'lost'): Dispute {
  if (CLOSED_STATUSES.includes(dispute.status))
    throw stateConflict({ message: `This dispute is already closed; its status is ${dispute.status}.` });
  const wasWithdrawn = dispute.balance_transactions.length > 0;
  const reinstates = wasWithdrawn && verdict === 'won';
  const status = wasWithdrawn ? verdict : 'warning_closed';
  const previous = { status: dispute.status };
  const closed = scope.tables.disputes.update(dispute.id, {
    status,
    is_charge_refundable: false,
    ...(reinstates
      ? { balance_transactions: [...dispute.balance_transactions, reinstate(scope, dispute)] }
      : {}),
  });
  emit(scope, { type: 'charge.dispute.updated', object: closed, previous });
  if (reinstates) emit(scope, { type: 'charge.dispute.funds_reinstated', object: closed });
  emit(scope, { type: 'charge.dispute.closed', object: closed, previous });
  return closed;
}

function reinstate(scope: Scope, dispute: Dispute) {
  return bookBalance(scope, {
    type: 'adjustment',
    reportingCategory: 'dispute_reversal',
    amount: dispute.amount,
    fee: 0,
    currency: dispute.currency,
    source: dispute.id,
    description: `Chargeback reversal for ${dispute.charge}`,
  });
}
