import type { AutoTopUpResource } from '@drawdown/shared/http';
import { IconCircleCheck, IconCircleOff, IconHandStop } from '@tabler/icons-react';
import { StatusMark } from '../../../ui/status-mark.tsx';

/** Off, On or Suspended. A rule that charges nothing until somebody acts never reads as “On”. */
export function AutoTopUpState({ rule }: { rule: Pick<AutoTopUpResource, 'state'> | null }) {
  switch (rule?.state ?? 'off') {
    case 'off':
      return <StatusMark icon={IconCircleOff} tone="quiet" word="Off" />;
    case 'on':
      return <StatusMark icon={IconCircleCheck} tone="good" word="On" />;
    case 'suspended':
      return <StatusMark icon={IconHandStop} tone="bad" word="Suspended" />;
  }
}
