import type { SwitchPreview, WrongOrder } from '@drawdown/ledger';
import { fieldProblem, ProblemError } from '../http/problem.ts';
import { switchPreviewJson } from './resource.ts';
import { blockingWords } from './words.ts';

/** An order that can never be carried out as it is. */
export function wrongOrder(wrong: WrongOrder): ProblemError {
  switch (wrong.outcome) {
    case 'wallet_not_found':
      return new ProblemError('not_found', 'There is no wallet with this walletId in your account.');
    case 'wallet_not_shared':
      return fieldProblem(
        'validation_failed',
        'walletId',
        'is the wallet of another buyer alone; name a shared wallet, or "own"',
      );
    case 'currency_mismatch':
      return fieldProblem('currency_mismatch', wrong.field, `must be ${wrong.expected}, as the wallet is`);
  }
}

/** Something open forbids the change; the list says what and what to do about it. */
export function notAllowed(preview: SwitchPreview): ProblemError {
  return new ProblemError('state_conflict', `Not yet: ${blockingWords(preview).join(' ')}`, {
    extra: { preview: switchPreviewJson(preview) },
  });
}

export function outdated(preview: SwitchPreview): ProblemError {
  return new ProblemError(
    'state_conflict',
    'Something else is open now than what was confirmed. Look at the list again and confirm that.',
    { extra: { preview: switchPreviewJson(preview) } },
  );
}

/** For a request that changes the mechanism without having looked. */
export function switchFirst(preview: SwitchPreview): ProblemError {
  const { buyerId, to } = preview;
  return new ProblemError(
    'state_conflict',
    `The mechanism cannot change yet. ${blockingWords(preview).join(' ')} GET /v1/buyers/${buyerId}/switch?mechanism=${to.mechanism} lists all that is open.`,
    { extra: { preview: switchPreviewJson(preview) } },
  );
}
