import type { PauseReason } from '@drawdown/shared/codes';
import type { BuyerResource } from '@drawdown/shared/http';
import { Alert } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { Timestamp } from '../../../ui/timestamp.tsx';

const REASON_WORDS: Record<PauseReason, string> = {
  charge_declined: 'A charge was declined',
  charge_retries_exhausted: 'Every retry of a charge was declined',
  authentication_required: 'A charge waits for the payer’s confirmation',
  exposure_limit_reached: 'More is owed than the exposure limit allows',
  invoice_overdue: 'An invoice is overdue',
  dispute_opened: 'A payment is disputed',
  safety_net: 'A safety net stopped delivery',
  manual: 'Paused by hand',
};

/** Why the buyer receives no leads, and since when. Nothing while it does. */
export function PauseNotice({ buyer }: { buyer: BuyerResource }) {
  if (buyer.deliveryStatus !== 'paused') return null;
  return (
    <Alert
      color="red"
      icon={<IconPlayerPause size={18} aria-hidden="true" />}
      title="This buyer receives no leads"
    >
      <ul className="reason-list">
        {buyer.pauseReasons.map(({ reason, since, note }) => (
          <li key={`${reason} ${since}`}>
            {REASON_WORDS[reason]}
            {note ? ` (${note})` : ''}, since <Timestamp at={since} />
          </li>
        ))}
      </ul>
    </Alert>
  );
}
