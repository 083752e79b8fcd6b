import { describe, expect, it } from 'vitest';
import { periodOf, startOfDay } from './period.ts';

const start = (date: string, timeZone: string) => startOfDay(new Date(date), timeZone).toISOString();

describe('the first instant of a day', () => {
  it.each([
    ['UTC', '2026-11-01', '2026-11-01T00:00:00.000Z'],
    ['America/Chicago', '2026-11-01', '2026-11-01T05:00:00.000Z'],
    ['America/Chicago', '2026-11-02', '2026-11-02T06:00:00.000Z'],
    ['America/Chicago', '2026-03-09', '2026-03-09T05:00:00.000Z'],
    ['Asia/Kolkata', '2026-11-01', '2026-10-31T18:30:00.000Z'],
    ['Pacific/Kiritimati', '2026-11-01', '2026-10-31T10:00:00.000Z'],
    // The clocks go forward at midnight: the day begins at 01:00.
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z'],
    // They go back at 01:00: midnight comes twice, and the day begins with the first.
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z'],
  ])('in %s of %s is %s', (timeZone, date, expected) => {
    expect(start(date, timeZone)).toBe(expected);
  });
});

describe('a period', () => {
  const defaults = { from: new Date(0), to: new Date('2026-11-23T12:00:00Z'), timeZone: 'America/Chicago' };

  it('takes its last day as a whole and its last instant to the letter', () => {
    expect(periodOf({ from: '2026-11-01', to: '2026-11-01' }, defaults)).toEqual({
      from: new Date('2026-11-01T05:00:00Z'),
      to: new Date('2026-11-02T06:00:00Z'),
    });
    expect(periodOf({ to: '2026-11-01T05:00:00+01:00' }, defaults)).toEqual({
      from: defaults.from,
      to: new Date('2026-11-01T04:00:00Z'),
    });
  });

  it('that ends before there was anything is empty', () => {
    const to = new Date('1960-01-01T00:00:00Z');
    expect(periodOf({ to: to.toISOString() }, defaults)).toEqual({ from: to, to });
  });

  it('does not end before it begins', () => {
    expect(() => periodOf({ from: '2026-11-02', to: '2026-11-01T00:00:00Z' }, defaults)).toThrow(
      'to: must not be before from',
    );
    expect(() => periodOf({ from: '2027-01-01' }, defaults)).toThrow('from: must not be in the future');
  });
});
