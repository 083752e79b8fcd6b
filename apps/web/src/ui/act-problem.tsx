import { verdictOf } from '../http/verdict-of.ts';
import { ProblemNotice } from './problem-notice.tsx';

type Props = { error: unknown; refused: string };

/** Why an act that moves money did not go through, or that nobody knows yet whether it did. */
export function ActProblem({ error, refused }: Props) {
  if (!error) return null;
  if (verdictOf(error) !== 'unknown') return <ProblemNotice title={refused} error={error} />;
  return (
    <ProblemNotice
      title="The answer did not arrive"
      error={error}
      nextStep="It may have been done. Confirm again to find out: it is never done twice."
    />
  );
}
