import { bookBalance, processingFee } from '../balance/transaction.ts';
import { cardOf } from '../cards/card.ts';
import type { Decline } from '../cards/declines.ts';
import { newId } from '../identifiers.ts';
import type { Charge, PaymentIntent, PaymentMethod } from '../objects.ts';
import type { Scope } from '../scope.ts';
import { approvedOutcome, declinedOutcome } from './outcome.ts';

const DESCRIPTOR_PREFIX = 'DRAWDOWN';

type ChargeRequest = { intent: PaymentIntent; method: PaymentMethod; decline: Decline | null };

/** Records one attempt on a card, declined or not, and books its money when it went through. */
export function createCharge(scope: Scope, { intent, method, decline }: ChargeRequest): Charge {
  const { kind } = cardOf(scope.tables, method.id);
  const id = newId('ch');
  const succeeded = decline === null;
  const suffix = intent.statement_descriptor_suffix;
  return scope.tables.charges.put({
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: succeeded ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: succeeded ? bookCharge(scope, id, intent) : null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: suffix ? `${DESCRIPTOR_PREFIX}* ${suffix}` : DESCRIPTOR_PREFIX,
    captured: succeeded,
    created: scope.nowSeconds,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline ? decline.code : null,
    failure_message: decline ? decline.message : null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: decline ? declinedOutcome(decline) : approvedOutcome(kind),
    paid: succeeded,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: paymentMethodDetails(intent, method),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: succeeded ? `${scope.origin}/_emulator/receipts/${id}` : null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: suffix,
    status: succeeded ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  });
}

function bookCharge(scope: Scope, source: string, intent: PaymentIntent): string {
  const transaction = bookBalance(scope, {
    type: 'charge',
    reportingCategory: 'charge',
    amount: intent.amount,
    fee: processingFee(intent.amount),
    currency: intent.currency,
    description: intent.description,
    source,
  });
  return transaction.id;
}

function paymentMethodDetails(
  intent: PaymentIntent,
  method: PaymentMethod,
): Charge['payment_method_details'] {
  const card = method.card;
  if (!card) return null;
  return {
    type: 'card',
    card: {
      amount_authorized: intent.amount,
      authorization_code: null,
      brand: card.brand,
      checks: card.checks,
      country: card.country,
      electronic_commerce_indicator: null,
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      fingerprint: card.fingerprint ?? null,
      funding: card.funding,
      installments: null,
      last4: card.last4,
      mandate: null,
      network: card.brand,
      network_transaction_id: null,
      regulated_status: card.regulated_status,
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}
