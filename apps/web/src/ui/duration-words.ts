const UNITS = [
  { seconds: 86_400, one: 'day', many: 'days' },
  { seconds: 3_600, one: 'hour', many: 'hours' },
  { seconds: 60, one: 'minute', many: 'minutes' },
  { seconds: 1, one: 'second', many: 'seconds' },
] as const;

const PARTS_SHOWN = 2;

/** `1 day 3 hours`, `5 minutes`, `42 seconds`: the two largest units that are not zero. */
export function durationWords(seconds: number): string {
  let left = Math.max(0, Math.floor(seconds));
  const parts: string[] = [];
  for (const { seconds: size, one, many } of UNITS) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count} ${count === 1 ? one : many}`);
    if (parts.length === PARTS_SHOWN) break;
  }
  return parts.length === 0 ? '0 seconds' : parts.join(' ');
}

const SECONDS_OF_UNIT: Record<string, number> = {
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
  min: 60,
  minute: 60,
  minutes: 60,
  h: 3_600,
  hour: 3_600,
  hours: 3_600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
};

/** Reads `1 day 3 hours` back into seconds; null when it is no duration. */
export function readDuration(text: string): number | null {
  const pieces = [
    ...text
      .trim()
      .toLowerCase()
      .matchAll(/(\d{1,6})\s*([a-z]+)/g),
  ];
  if (pieces.length === 0) return null;
  const rest = text
    .trim()
    .toLowerCase()
    .replaceAll(/(\d{1,6})\s*([a-z]+)/g, '');
  if (rest.trim() !== '') return null;
  let total = 0;
  for (const [, count = '', unit = ''] of pieces) {
    const size = SECONDS_OF_UNIT[unit];
    if (size === undefined) return null;
    total += Number(count) * size;
  }
  return total > 0 ? total : null;
}
