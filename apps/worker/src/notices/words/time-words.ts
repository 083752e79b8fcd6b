/** A moment that reads the same wherever the mail is opened: `Mon, 23 Nov 2026, 14:05 UTC`. */
export function timeWords(time: Date): string {
  const day = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(time);
  return `${day}, ${time.toISOString().slice(11, 16)} UTC`;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long something lasted or lasts, to the unit that matters: `3 days`, `5 hours`, `less than a minute`. */
export function durationWords(durationMs: number): string {
  if (durationMs >= DAY_MS) return count(Math.floor(durationMs / DAY_MS), 'day');
  if (durationMs >= HOUR_MS) return count(Math.floor(durationMs / HOUR_MS), 'hour');
  if (durationMs >= MINUTE_MS) return count(Math.floor(durationMs / MINUTE_MS), 'minute');
  return 'less than a minute';
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
