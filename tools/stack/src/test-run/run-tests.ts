import { testEnv } from '../env.ts';
import { runCheck } from './run-check.ts';
import { wasInterrupted } from './run-command.ts';
import { runJourneys } from './run-journeys.ts';
import { runVitest } from './run-vitest.ts';
import { exitCodeOf, lastLine, oneFailure, sum, type Totals } from './totals.ts';

export interface RunTestsOptions {
  root: string;
  /** Given, they choose among the tests as they would for `vitest run`, and nothing else is run. */
  args: readonly string[];
}

/**
 * Runs everything that is tested, each kind even where an earlier one failed, and prints every failure and, as the
 * last line, the true totals. Answers the exit code: 1 when anything failed, and when nothing was run at all.
 */
export async function runTests({ root, args }: RunTestsOptions): Promise<number> {
  const env = testEnv();
  const kinds =
    args.length > 0
      ? [() => runVitest({ root, args, env })]
      : [() => runCheck(root, env), () => runVitest({ root, args: [], env }), () => runJourneys(root, env)];
  const results: Totals[] = [];
  for (const run of kinds) {
    const { code, totals } = await run();
    results.push(totals);
    if (wasInterrupted(code)) {
      results.push(oneFailure('interrupted'));
      break;
    }
  }
  const total = sum(results);
  for (const failure of total.failures) console.log(`FAILED ${failure.replace(root, '')}`);
  console.log(lastLine(total));
  return exitCodeOf(total);
}
