import { bookBalance } from '../balance/transaction.ts';
import { findTestCard, type TestCard } from '../cards/catalogue.ts';
import { invalidParameter, missingParameter, stateConflict } from '../errors/invalid-request.ts';
import { emit } from '../events/emit.ts';
import { newId } from '../identifiers.ts';
import type { Charge, Refund } from '../objects.ts';
import { mergedMetadata } from '../parameters/metadata.ts';
import type { Params } from '../parameters/params.ts';
import { requiredIntent } from '../payment-intents/intent.ts';
import { closeWarnings } from '../radar/warn.ts';
import type { Scope } from '../scope.ts';
import { required } from '../store/required.ts';

const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;

/** `POST /v1/refunds`: all or part of a charge, never more than is left of it. */
export function createRefund(scope: Scope, params: Params): Refund {
  const charge = chargeToRefund(scope, params);
  const amount = refundableAmount(charge, params);
  const behaviour = cardKind(scope, charge)?.refund;
  const id = newId('re');
  const refund = scope.tables.refunds.put({
    id,
    object: 'refund',
    amount,
    balance_transaction: bookRefund(scope, id, { charge, amount }),
    charge: charge.id,
    created: scope.nowSeconds,
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: { type: 'card', card: { reference_status: 'pending', type: 'refund' } },
    metadata: mergedMetadata(params),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: params.oneOf('reason', REASONS),
    receipt_number: null,
    source_transfer_reversal: null,
    status: behaviour === 'settles_later' ? 'pending' : 'succeeded',
    transfer_reversal: null,
  });
  if (behaviour)
    scope.tables.followUps.put({ id, status: behaviour === 'fails_later' ? 'failed' : 'succeeded' });
  const refunded = charge.amount_refunded + amount;
  const updated = scope.tables.charges.update(charge.id, {
    amount_refunded: refunded,
    refunded: refunded === charge.amount,
  });
  emit(scope, { type: 'refund.created', object: refund });
  emit(scope, { type: 'charge.refunded', object: updated });
  if (updated.refunded) closeWarnings(scope, charge.id);
  return refund;
}

function chargeToRefund(scope: Scope, params: Params): Charge {
  const chargeId = params.string('charge') ?? chargeOfIntent(scope, params.string('payment_intent'));
  const charge = required(scope.tables.charges, chargeId, { noun: 'charge', param: 'charge' });
  if (charge.status !== 'succeeded')
    throw stateConflict({ message: `A charge with a status of ${charge.status} cannot be refunded.` });
  const disputes = scope.tables.disputes.all().filter((dispute) => dispute.charge === charge.id);
  if (disputes.some((dispute) => dispute.balance_transactions.length === 1))
    throw stateConflict({
      code: 'charge_disputed',
      message: `Charge ${charge.id} has been charged back; cannot issue a refund.`,
    });
  return charge;
}

function chargeOfIntent(scope: Scope, intentId: string | null): string {
  if (intentId === null) throw missingParameter('payment_intent');
  const intent = requiredIntent(scope, intentId, 'payment_intent');
  if (intent.status === 'succeeded' && intent.latest_charge !== null) return intent.latest_charge;
  throw stateConflict({
    code: 'payment_intent_unexpected_state',
    message: `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
  });
}

function refundableAmount(charge: Charge, params: Params): number {
  const left = charge.amount_captured - charge.amount_refunded;
  if (left <= 0)
    throw stateConflict({
      code: 'charge_already_refunded',
      message: `Charge ${charge.id} has already been refunded.`,
    });
  const amount = params.integer('amount') ?? left;
  if (amount < 1)
    throw invalidParameter({
      param: 'amount',
      code: 'parameter_invalid_integer',
      message: 'This value must be greater than or equal to 1.',
    });
  if (amount <= left) return amount;
  throw stateConflict({
    param: 'amount',
    message: `Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`,
  });
}

function bookRefund(
  scope: Scope,
  source: string,
  { charge, amount }: { charge: Charge; amount: number },
): string {
  const { currency } = charge;
  const movement = { reportingCategory: 'refund', amount: -amount, fee: 0, currency, source };
  return bookBalance(scope, { type: 'refund', ...movement }).id;
}

function cardKind(scope: Scope, charge: Charge): TestCard | undefined {
  const card = charge.payment_method === null ? undefined : scope.tables.cards.get(charge.payment_method);
  return card && findTestCard(card.testId);
}
