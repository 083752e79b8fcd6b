import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latestReminderDue, reminderAt } from './reminders.ts';

const since = new Date('2026-11-23T10:00:00Z');
const DAY_MS = 24 * 3600 * 1000;
const after = (days: number, ms = 0) => new Date(since.getTime() + days * DAY_MS + ms);

describe('reminders of a pause', () => {
  it('are due on days 1, 3 and 7, then weekly', () => {
    expect([1, 2, 3, 4, 5].map((number) => reminderAt(since, number))).toEqual(
      [1, 3, 7, 14, 21].map((days) => after(days)),
    );
  });

  it('are due at their moment and not before', () => {
    expect(latestReminderDue(since, after(1, -1))).toBe(0);
    expect(latestReminderDue(since, after(1))).toBe(1);
    expect(latestReminderDue(since, after(6))).toBe(2);
    expect(latestReminderDue(since, after(14, -1))).toBe(3);
    expect(latestReminderDue(since, after(365))).toBe(3 + 51);
  });

  it('never go back, and the next one always lies ahead', () => {
    fc.assert(
      fc.property(fc.nat(400 * DAY_MS), fc.nat(30 * DAY_MS), (elapsedMs, laterMs) => {
        const now = new Date(since.getTime() + elapsedMs);
        const due = latestReminderDue(since, now);
        expect(reminderAt(since, due + 1).getTime()).toBeGreaterThan(now.getTime());
        expect(latestReminderDue(since, new Date(now.getTime() + laterMs))).toBeGreaterThanOrEqual(due);
      }),
    );
  });
});
