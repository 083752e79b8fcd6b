import { durationWords, readDuration } from '../../ui/duration-words.ts';

/** `now, then after 1 day, 3 days and 5 days; then it waits for another card`. */
export function scheduleWords(delaysSeconds: readonly number[], after = 'it waits for another card'): string {
  if (delaysSeconds.length === 0) return `Charged once; then ${after}.`;
  const delays = delaysSeconds.map(durationWords);
  const last = delays.pop();
  const list = delays.length > 0 ? `${delays.join(', ')} and ${last}` : last;
  return `Charged at once, then again after ${list}; then ${after}.`;
}

/** As it is typed: `1 day, 3 days`. */
export function scheduleText(delaysSeconds: readonly number[]): string {
  return delaysSeconds.map(durationWords).join(', ');
}

export type ScheduleReading = { ok: true; delays: number[] } | { ok: false; message: string };

const MOST_DELAYS = 8;
const SHORTEST_SECONDS = 10;
const LONGEST_SECONDS = 30 * 86_400;

/** Reads `1 day, 3 days, 5 days`. Empty is a schedule without another try. */
export function readSchedule(text: string): ScheduleReading {
  if (text.trim() === '') return { ok: true, delays: [] };
  const delays = text.split(',').map(readDuration);
  if (delays.length > MOST_DELAYS)
    return { ok: false, message: `At most ${MOST_DELAYS} tries: a card has ten declines in 30 days.` };
  const known = delays.filter((delay) => delay !== null);
  if (known.some((delay) => delay < SHORTEST_SECONDS || delay > LONGEST_SECONDS))
    return { ok: false, message: 'Each wait must be from 10 seconds to 30 days.' };
  return known.length === delays.length
    ? { ok: true, delays: known }
    : { ok: false, message: 'Write durations with commas between them, such as “1 day, 3 days, 5 days”.' };
}
