import { problemOf } from '../../../http/request-error.ts';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';

/** A refusal means that nothing was charged; a lost answer means that nobody here knows, and asking again is safe. */
export function PaymentProblem({ error }: { error: unknown }) {
  const status = problemOf(error)?.status ?? 500;
  return status < 500 && status !== 429 ? (
    <ProblemNotice title="You were not charged" error={error} />
  ) : (
    <ProblemNotice
      title="It is not known whether you were charged"
      error={error}
      nextStep="Try again: this link charges once only."
    />
  );
}
