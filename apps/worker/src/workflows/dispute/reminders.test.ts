import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latestReminderDue, nextReminderAt } from './reminders.ts';

const DAY_MS = 24 * 3600 * 1000;
const due = new Date('2026-12-01T12:00:00Z');
const before = (days: number, ms = 0) => new Date(due.getTime() - days * DAY_MS + ms);

describe('reminders of evidence', () => {
  it('are due three days and one day ahead, and no more once it is too late', () => {
    expect(latestReminderDue(due, before(3, -1))).toBe(0);
    expect(latestReminderDue(due, before(3))).toBe(1);
    expect(latestReminderDue(due, before(1, -1))).toBe(1);
    expect(latestReminderDue(due, before(1))).toBe(2);
    expect(latestReminderDue(due, before(0, -1))).toBe(2);
    expect(latestReminderDue(due, due)).toBe(0);
  });

  it('have a next one until the last was due', () => {
    expect(nextReminderAt(due, before(7))).toEqual(before(3));
    expect(nextReminderAt(due, before(3))).toEqual(before(1));
    expect(nextReminderAt(due, before(1))).toBeNull();
  });

  it('are due at the moment that was said before, and never go back while there is time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 * DAY_MS }), (leftMs) => {
        const now = new Date(due.getTime() - leftMs);
        const next = nextReminderAt(due, now);
        if (next === null) return;
        expect(next.getTime()).toBeGreaterThan(now.getTime());
        expect(latestReminderDue(due, next)).toBe(latestReminderDue(due, now) + 1);
      }),
    );
  });
});
