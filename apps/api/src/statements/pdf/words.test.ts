import { money } from '@drawdown/shared/money';
import { expect, it } from 'vitest';
import { figures, minuteOf, periodWords } from './words.ts';

it.each([
  [money(123_456_789n, 'USD'), '1,234,567.89'],
  [money(-5n, 'USD'), '\u22120.05'],
  [money(-123_400n, 'USD'), '\u22121,234.00'],
  [money(1_234_567n, 'JPY'), '1,234,567'],
  [money(1_234_567n, 'KWD'), '1,234.567'],
  [money(0n, 'EUR'), '0.00'],
])('figures of %o are %s', (amount, expected) => {
  expect(figures(amount)).toBe(expected);
});

it.each([
  ['2026-11-01T05:00:00Z', '2026-12-01T06:00:00Z', 'America/Chicago', '1 November 2026 to 30 November 2026'],
  ['2026-11-01T05:00:00Z', '2026-11-02T06:00:00Z', 'America/Chicago', '1 November 2026'],
  ['2026-11-01T00:00:00Z', '2026-11-02T12:30:05Z', 'UTC', '1 November 2026 to 2 November 2026, 12:30:05'],
  ['2026-11-01T00:00:00Z', '2026-11-01T00:00:00Z', 'UTC', 'nothing before 1 November 2026, 00:00:00'],
])('the period from %s to %s in %s reads %s', (from, to, timeZone, expected) => {
  expect(periodWords({ from: new Date(from), to: new Date(to) }, timeZone)).toBe(expected);
});

it('says the minute on the clocks of the account', () => {
  expect(minuteOf(new Date('2026-11-01T04:59:59Z'), 'America/Chicago')).toBe('2026-10-31 23:59');
});
