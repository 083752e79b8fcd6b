import type { PauseResource } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { moneyText } from '../../../ui/money-text.tsx';
import { owed, Reasons } from './pause-banner.tsx';
import { PauseTiming } from './pause-timing.tsx';

type Props = { buyerId: string; pause: PauseResource; available: MoneyJson; mayAct: boolean };

/** While leads are still delivered although something was not paid: from what is left, or on trust. */
export function DeliveryNotice({ buyerId, pause, available, mayAct }: Props) {
  if (pause.status === 'paused') return null;
  if (pause.reasons.length > 0) {
    return (
      <Alert
        className="pause-banner"
        color="yellow"
        role="region"
        icon={<IconAlertTriangle size={18} aria-hidden="true" />}
        title={`Delivering what is left: ${moneyText(available)}`}
      >
        <Reasons pause={pause} />
        <p className="notice-text">The first lead that it cannot pay for pauses this buyer.</p>
        {mayAct ? (
          <div className="pause-actions">
            <PauseTiming buyerId={buyerId} timing="immediate" label="Pause at once instead" />
          </div>
        ) : null}
      </Alert>
    );
  }
  if (pause.exposure.amount === 0) return null;
  return (
    <Alert
      className="pause-banner"
      color="yellow"
      role="region"
      icon={<IconAlertTriangle size={18} aria-hidden="true" />}
      title="Delivering on trust while a charge is retried"
    >
      {owed(pause)}
    </Alert>
  );
}
