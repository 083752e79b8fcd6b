import type { Icon } from '@tabler/icons-react';

export type StatusTone = 'good' | 'waiting' | 'bad' | 'quiet';

/** A state as an icon and a word, so that colour is never the only sign. */
export function StatusMark({ icon: StatusIcon, tone, word }: { icon: Icon; tone: StatusTone; word: string }) {
  return (
    <span className={`status status-${tone}`}>
      <StatusIcon size={16} stroke={2} aria-hidden="true" />
      <span>{word}</span>
    </span>
  );
}
