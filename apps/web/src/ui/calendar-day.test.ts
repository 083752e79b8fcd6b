import { describe, expect, it } from 'vitest';
import { dayOf, dayWords, monthBefore, monthEnd } from './calendar-day.ts';

describe('calendar days', () => {
  it('are those of the time zone', () => {
    const at = new Date('2026-11-23T03:00:00Z');
    expect(dayOf(at, 'UTC')).toBe('2026-11-23');
    expect(dayOf(at, 'America/Chicago')).toBe('2026-11-22');
  });

  it.each([
    ['2026-02', '2026-02-28', '2026-01'],
    ['2028-02', '2028-02-29', '2028-01'],
    ['2026-01', '2026-01-31', '2025-12'],
  ])('%s ends on %s and follows %s', (month, end, before) => {
    expect(monthEnd(month)).toBe(end);
    expect(monthBefore(month)).toBe(before);
  });

  it('are said in words', () => {
    expect(dayWords('2026-11-23')).toBe('Nov 23, 2026');
  });
});
