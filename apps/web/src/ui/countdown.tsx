import { durationWords } from './duration-words.ts';
import { localMoment } from './timestamp.tsx';
import { useNow } from './use-now.ts';

type Props = { until: string; over: string };

/** `in 2 minutes 5 seconds`, counting down; `over` once the moment has come. Never inside a live region. */
export function Countdown({ until, over }: Props) {
  const secondsLeft = Math.ceil((Date.parse(until) - useNow()) / 1_000);
  return (
    <time className="countdown" dateTime={until} title={localMoment(until)}>
      {secondsLeft > 0 ? `in ${durationWords(secondsLeft)}` : over}
    </time>
  );
}
