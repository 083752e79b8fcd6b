const FORMAT = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** An instant in a sentence: `Tue 24 Nov, 10:00 UTC`. */
export function instantWords(at: Date): string {
  return `${FORMAT.format(at)} UTC`;
}
