const localDateTime = new Intl.DateTimeFormat('en-US', {
  month: 'short',
  day: 'numeric',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

const clock = new Intl.DateTimeFormat('en-US', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

export function clockTime(at: Date | number): string {
  return clock.format(at);
}

/** A moment in the reader's time zone, as text. */
export function localMoment(at: string): string {
  return localDateTime.format(new Date(at));
}

/** A moment in the reader's time zone; the exact UTC time on hover. */
export function Timestamp({ at }: { at: string }) {
  return (
    <time className="timestamp" dateTime={at} title={`${at.replace('T', ' ').replace('Z', '')} UTC`}>
      {localMoment(at)}
    </time>
  );
}
