import type { BillingSettings } from '@drawdown/ledger';
import type { Currency, Money } from '@drawdown/shared/money';
import { fieldProblem } from '../http/problem.ts';
import { topUpProblem } from '../top-ups/refusals.ts';

/** The account's limits for one top-up, where they are in this currency; else the ledger alone knows them. */
export function limitsIn({ topUpMinimum, topUpMaximum }: BillingSettings, currency: string) {
  const known = topUpMinimum.currency === currency;
  return { minimum: known ? topUpMinimum : null, maximum: known ? topUpMaximum : null };
}

/** @throws ProblemError for a sum that could not be paid in anyway, before anybody is asked for it. */
export function requirePermittedAmount(
  amount: Money,
  { settings, currency }: { settings: BillingSettings; currency: Currency },
): void {
  if (amount.currency !== currency)
    throw fieldProblem(
      'currency_mismatch',
      'amount.currency',
      `must be ${currency}, the currency of the wallet`,
    );
  const { minimum, maximum } = limitsIn(settings, currency);
  if (minimum !== null && amount.amountMinor < minimum.amountMinor)
    throw topUpProblem({ outcome: 'amount_below_minimum', minimum });
  if (maximum !== null && amount.amountMinor > maximum.amountMinor)
    throw topUpProblem({ outcome: 'amount_above_maximum', maximum });
}
