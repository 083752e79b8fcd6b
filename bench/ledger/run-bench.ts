import type { BenchOptions } from './arguments.ts';
import { runGrowth } from './growth/run-growth.ts';
import { runMatrix } from './matrix/run-matrix.ts';
import { writeResult } from './report/result.ts';
import { printGrowth, printTargets } from './report/table.ts';
import { startBenchPostgres, wearIn } from './server/postgres.ts';
import { judge } from './targets/targets.ts';

/** One run on a Postgres of its own. Answers the exit code: 1 when the books are unsound or a target is missed. */
export async function runBench(options: BenchOptions): Promise<number> {
  const postgres = await startBenchPostgres();
  try {
    await wearIn(postgres);
    const matrix = await runMatrix(postgres, options);
    const growth = options.bookSizes.length === 0 ? [] : await runGrowth(postgres, options);
    const targets = judge(matrix.cells, growth);
    printGrowth(growth);
    printTargets(targets);
    console.log(`\nWritten to ${writeResult({ options, ...matrix, growth, targets })}`);
    if (matrix.auditFindings > 0) {
      console.log(`The invariant audit has ${matrix.auditFindings} findings: nothing above counts.`);
      return 1;
    }
    return options.assertTargets && targets.some(({ met }) => !met) ? 1 : 0;
  } finally {
    await postgres.stop();
  }
}
