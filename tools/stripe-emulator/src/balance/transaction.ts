import { newId } from '../identifiers.ts';
import type { BalanceTransaction } from '../objects.ts';
import type { Scope } from '../scope.ts';

const PAYOUT_DELAY_SECONDS = 2 * 86_400;

type Movement = {
  type: BalanceTransaction['type'];
  reportingCategory: string;
  /** Signed: what the movement adds to Stripe's balance before the fee. */
  amount: number;
  fee: number;
  currency: string;
  source: string;
  description?: string | null;
};

/** Books a movement of Stripe's balance; `net` is always `amount - fee`. */
export function bookBalance(scope: Scope, movement: Movement): BalanceTransaction {
  const { type, amount, fee, currency, source } = movement;
  return scope.tables.balanceTransactions.put({
    id: newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: scope.nowSeconds + PAYOUT_DELAY_SECONDS,
    balance_type: 'payments',
    created: scope.nowSeconds,
    currency,
    description: movement.description ?? null,
    exchange_rate: null,
    fee,
    fee_details: fee === 0 ? [] : [feeDetail(fee, currency)],
    net: amount - fee,
    reporting_category: movement.reportingCategory,
    source,
    status: 'pending',
    type,
  });
}

/** 2.9 % and 30 minor units, rounded half up. */
export function processingFee(amountMinor: number): number {
  return Math.floor((amountMinor * 29 + 500) / 1000) + 30;
}

function feeDetail(amount: number, currency: string) {
  return { amount, application: null, currency, description: 'Stripe fees', type: 'stripe_fee' };
}
