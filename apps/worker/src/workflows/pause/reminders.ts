const DAY_MS = 24 * 3600 * 1000;

/** Days after the pause began; from then on every week. */
const FIRST_DAYS = [1, 3, 7] as const;
const WEEK_DAYS = 7;

/** When reminder `number` (from 1 on) of a pause that began then is due. */
export function reminderAt(pausedSince: Date, number: number): Date {
  const last = FIRST_DAYS[FIRST_DAYS.length - 1] ?? WEEK_DAYS;
  const day = FIRST_DAYS[number - 1] ?? last + (number - FIRST_DAYS.length) * WEEK_DAYS;
  return new Date(pausedSince.getTime() + day * DAY_MS);
}

/** The number of the latest reminder that is due by `now`; 0 when none is. */
export function latestReminderDue(pausedSince: Date, now: Date): number {
  let number = 0;
  while (reminderAt(pausedSince, number + 1).getTime() <= now.getTime()) number += 1;
  return number;
}
