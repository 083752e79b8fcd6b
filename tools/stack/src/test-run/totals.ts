import { z } from 'zod';

export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
  /** One entry per failure: what failed and the first line of why. */
  failures: string[];
}

export const nothing: Totals = { passed: 0, failed: 0, skipped: 0, failures: [] };

export const oneFailure = (what: string): Totals => ({ ...nothing, failed: 1, failures: [what] });

export const sum = (all: readonly Totals[]): Totals =>
  all.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
      failures: [...total.failures, ...one.failures],
    }),
    nothing,
  );

/** The line that ends a test run. */
export function lastLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A run in which nothing passed has proved nothing, so it does not succeed either. */
export const exitCodeOf = ({ passed, failed }: Totals): number => (failed > 0 || passed === 0 ? 1 : 0);

const vitestReport = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** Counts a Vitest JSON report. A file that could not even be loaded, and an error outside any test, count as failed. */
export function countReport(report: unknown): Totals {
  const { success, testResults } = vitestReport.parse(report);
  const counted = sum(testResults.map(countFile));
  if (success || counted.failed > 0) return counted;
  return sum([counted, oneFailure('an error outside any test (see above)')]);
}

type FileReport = z.output<typeof vitestReport>['testResults'][number];

function countFile(file: FileReport): Totals {
  const withStatus = (...statuses: string[]) =>
    file.assertionResults.filter(({ status }) => statuses.includes(status));
  const failed = withStatus('failed');
  const failures = failed.map(
    (test) => `${file.name}: ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`,
  );
  const broken = file.status === 'failed' && failed.length === 0;
  return {
    passed: withStatus('passed').length,
    failed: failed.length + (broken ? 1 : 0),
    skipped: withStatus('skipped', 'pending', 'todo', 'disabled').length,
    failures: broken ? [`${file.name}: ${firstLine(file.message)}`] : failures,
  };
}

const firstLine = (text: string | undefined): string => text?.trim().split('\n')[0] ?? '';
