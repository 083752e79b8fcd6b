import { describe, expect, it } from 'vitest';
import { countReport, exitCodeOf, lastLine, nothing, oneFailure, sum } from './totals.ts';

const test = (fullName: string, status: string, failureMessages: string[] = []) => ({
  fullName,
  status,
  failureMessages,
});

describe('the totals of a test run', () => {
  it('count every test by its own state and name each failure', () => {
    const totals = countReport({
      success: false,
      testResults: [
        {
          name: '/a.test.ts',
          status: 'failed',
          assertionResults: [
            test('adds', 'passed'),
            test('subtracts', 'failed', ['Error: 1 is not 2\n  at x']),
            test('later', 'todo'),
          ],
        },
      ],
    });
    expect(totals).toEqual({
      passed: 1,
      failed: 1,
      skipped: 1,
      failures: ['/a.test.ts: subtracts: Error: 1 is not 2'],
    });
  });

  it('count a file that could not be loaded as one failure', () => {
    const broken = { name: '/b.test.ts', status: 'failed', message: 'SyntaxError: no', assertionResults: [] };
    expect(countReport({ success: false, testResults: [broken] })).toEqual(
      oneFailure('/b.test.ts: SyntaxError: no'),
    );
  });

  it('count an error outside any test as a failure though every test passed', () => {
    const fine = { name: '/c.test.ts', status: 'passed', assertionResults: [test('adds', 'passed')] };
    expect(lastLine(countReport({ success: false, testResults: [fine] }))).toBe('1 passed, 1 failed');
  });

  it('end in one line that mentions skipped tests only where there are some', () => {
    expect(lastLine({ ...nothing, passed: 3 })).toBe('3 passed, 0 failed');
    expect(lastLine({ ...nothing, passed: 3, skipped: 2 })).toBe('3 passed, 0 failed, 2 skipped');
  });

  it('fail the run when something failed and when nothing ran', () => {
    expect(exitCodeOf({ ...nothing, passed: 1 })).toBe(0);
    expect(exitCodeOf(nothing)).toBe(1);
    expect(exitCodeOf({ ...nothing, skipped: 4 })).toBe(1);
    expect(exitCodeOf(sum([{ ...nothing, passed: 9 }, oneFailure('x')]))).toBe(1);
  });
});
