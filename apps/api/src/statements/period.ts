import { fieldProblem } from '../http/problem.ts';

const DAY_MS = 86_400_000;
const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;

type Asked = { from?: string | undefined; to?: string | undefined };
type Defaults = { from: Date; to: Date; timeZone: string };

/** The instants `from <= at < to` of a period: a day is meant whole, in the account's time zone. */
export function periodOf(asked: Asked, defaults: Defaults): { from: Date; to: Date } {
  const { timeZone } = defaults;
  const to = asked.to === undefined ? defaults.to : instantOf(asked.to, timeZone, 1);
  const earliest = defaults.from < to ? defaults.from : to;
  const from = asked.from === undefined ? earliest : instantOf(asked.from, timeZone, 0);
  if (from > to) {
    const field = asked.to === undefined ? 'from' : 'to';
    throw fieldProblem(
      'validation_failed',
      field,
      field === 'to' ? 'must not be before from' : 'must not be in the future',
    );
  }
  return { from, to };
}

function instantOf(text: string, timeZone: string, daysLater: number): Date {
  if (!DATE_ONLY.test(text)) return new Date(text);
  return startOfDay(new Date(Date.parse(text) + daysLater * DAY_MS), timeZone);
}

/**
 * The first instant of a calendar day (given as its midnight in UTC) in a time zone. Where the clocks change at midnight that
 * is not 00:00, or 00:00 comes twice: of both offsets around it the earliest instant that lies on the day counts.
 */
export function startOfDay(midnightUtc: Date, timeZone: string): Date {
  const midnight = midnightUtc.getTime();
  const candidates = [midnight - DAY_MS, midnight + DAY_MS]
    .map((near) => midnight - offsetMs(near, timeZone))
    .filter((instant) => instant + offsetMs(instant, timeZone) >= midnight);
  return new Date(Math.min(...candidates));
}

/** How far the clocks of a time zone are ahead of UTC at an instant. */
function offsetMs(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    instant,
  );
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const match = /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(name);
  if (match === null) throw new TypeError(`the offset ${name} of ${timeZone} is not understood`);
  const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] = match;
  const magnitude = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  return sign === '-' ? -magnitude : magnitude;
}
