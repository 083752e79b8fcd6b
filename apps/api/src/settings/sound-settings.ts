import type { BillingSettings } from '@drawdown/ledger';
import type { Currency } from '@drawdown/shared/money';
import { fieldProblem } from '../http/problem.ts';

/** Settings that contradict each other are refused as a whole. @throws ProblemError */
export function requireSoundSettings(settings: BillingSettings, currency: Currency): void {
  const { topUpMinimum, topUpMaximum, walletOnlyFunding, defaultExposureLimit, residue } = settings;
  const sums = Object.entries({ topUpMinimum, topUpMaximum, defaultExposureLimit, residue });
  for (const [field, sum] of sums)
    if (sum.currency !== currency)
      throw fieldProblem('currency_mismatch', `${field}.currency`, `must be ${currency}, as the account`);
  if (topUpMinimum.amountMinor > topUpMaximum.amountMinor)
    throw fieldProblem('validation_failed', 'topUpMinimum', 'must not be above topUpMaximum');
  if (!walletOnlyFunding.permitted.includes(walletOnlyFunding.default))
    throw fieldProblem(
      'validation_failed',
      'walletOnlyFunding.default',
      'must be one of the permitted fundings',
    );
}
