const DAY_MS = 24 * 3600 * 1000;

/** So long before evidence is due it is reminded of: the first is 1. */
const BEFORE_DUE_MS = [3 * DAY_MS, DAY_MS] as const;

/** The number of the latest reminder that is due by now; 0 when none is, or when it is too late to answer. */
export function latestReminderDue(dueAt: Date, now: Date): number {
  if (now.getTime() >= dueAt.getTime()) return 0;
  const left = dueAt.getTime() - now.getTime();
  return BEFORE_DUE_MS.filter((before) => left <= before).length;
}

/** When the next reminder is due; null when there is none left. */
export function nextReminderAt(dueAt: Date, now: Date): Date | null {
  const left = dueAt.getTime() - now.getTime();
  const next = BEFORE_DUE_MS.find((before) => left > before);
  return next === undefined ? null : new Date(dueAt.getTime() - next);
}
