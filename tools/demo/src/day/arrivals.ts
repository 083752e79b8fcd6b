import type { Random } from './random.ts';
import { pickWeighted } from './random.ts';

/**
 * How busy each hour of the UTC day is for advertising in the United States: quiet through the night, a peak in the
 * late morning of the east, a dip at lunch, a second peak when people are home from work.
 */
const DEMAND_BY_HOUR_UTC = [
  9, 6, 4, 3, 2, 2, 2, 2, 3, 4, 7, 12, 22, 36, 48, 56, 60, 52, 44, 46, 50, 58, 62, 54,
] as const;

const MS_PER_HOUR = 3_600_000;

/** A moment of the day, in ms after midnight UTC and on a whole second, within the hours given. */
export function arrivalMs(random: Random, [fromHour, toHour]: readonly [number, number]): number {
  const weights = DEMAND_BY_HOUR_UTC.map((weight, hour) => (hour >= fromHour && hour < toHour ? weight : 0));
  const hour = pickWeighted(random, weights);
  return hour * MS_PER_HOUR + random.between(0, 3599) * 1000;
}
