import { ApplicationFailure } from '@temporalio/common';

/** The row exists before its workflow does, so a missing one is a bug that no retry mends. */
export function rowMissing(what: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`There is no such ${what}`, 'RowMissing');
}
