import { IconActivity, IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import { StatusMark } from '../../ui/status-mark.tsx';
import { clockTime } from '../../ui/timestamp.tsx';
import { useLiveStatus } from './live-context.ts';

/** Whether the figures beside it move by themselves; while they do not, of when they are. */
export function LiveMark({ updatedAt }: { updatedAt: number }) {
  const status = useLiveStatus();
  const asOf = updatedAt > 0 ? `, as of ${clockTime(updatedAt)}` : '';
  switch (status) {
    case 'live':
      return <StatusMark icon={IconActivity} tone="good" word="Live" />;
    case 'connecting':
      return <StatusMark icon={IconPlugConnected} tone="quiet" word={`Connecting${asOf}`} />;
    case 'reconnecting':
      return <StatusMark icon={IconPlugConnectedX} tone="waiting" word={`Reconnecting${asOf}`} />;
  }
}
