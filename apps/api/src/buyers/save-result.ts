import type { Buyer, SaveBuyerResult } from '@drawdown/ledger';
import { fieldProblem, ProblemError } from '../http/problem.ts';
import { switchFirst } from '../switching/problems.ts';

/** The saved buyer. @throws ProblemError that says what would be right. */
export function savedBuyer(result: SaveBuyerResult): Buyer {
  switch (result.outcome) {
    case 'saved':
      return result.buyer;
    case 'external_id_taken':
      throw fieldProblem('external_id_taken', 'externalId', 'belongs to another buyer of this account');
    case 'wallet_not_found':
      throw new ProblemError('not_found', 'There is no wallet with this walletId in your account.');
    case 'wallet_not_shared':
      throw fieldProblem(
        'validation_failed',
        'walletId',
        "is a buyer's own wallet; name a shared wallet, or leave it out to give the buyer one of its own",
      );
    case 'currency_mismatch':
      throw fieldProblem('currency_mismatch', result.field, `must be in ${result.expected}`);
    case 'switch_not_allowed':
      throw switchFirst(result.preview);
  }
}
