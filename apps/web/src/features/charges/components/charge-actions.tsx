import type { FailingChargeResource } from '@drawdown/shared/http';
import { Button, Group } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cardName } from '../../../ui/card-label.tsx';
import { moneyText } from '../../../ui/money-text.tsx';
import { MarkPaidDialog, StopDialog, WriteOffDialog } from './close-dialogs.tsx';
import { RetryDialog } from './retry-dialog.tsx';

type Props = {
  charge: FailingChargeResource;
  cardOwner: string;
  /** Told while a dialog is open, so that what it is about stays until it was read. */
  onAsking?: (asking: boolean) => void;
};
type Asking = 'retry' | 'stop' | 'mark_paid' | 'write_off' | null;

/** What a person may do about a failing charge. Each says first what will happen. */
export function ChargeActions({ charge, cardOwner, onAsking }: Props) {
  const [asking, setAskingHere] = useState<Asking>(null);
  const queryClient = useQueryClient();
  const setAsking = (next: Asking) => {
    setAskingHere(next);
    onAsking?.(next !== null);
  };
  const close = () => {
    setAsking(null);
    for (const key of ['charges', 'top-ups', 'wallets', 'buyers', 'pauses'])
      void queryClient.invalidateQueries({ queryKey: [key] });
  };
  const what = `${moneyText(charge.amount)} to ${cardName(charge.card)}`;
  const dialog = { charge, cardOwner, onClose: close };
  return (
    <>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          aria-label={`Try again: ${what}`}
          onClick={() => setAsking('retry')}
        >
          Try again
        </Button>
        <Button
          size="xs"
          variant="default"
          aria-label={`Stop retrying: ${what}`}
          onClick={() => setAsking('stop')}
        >
          Stop retrying
        </Button>
        <Button
          size="xs"
          variant="default"
          aria-label={`Mark paid: ${what}`}
          onClick={() => setAsking('mark_paid')}
        >
          Mark paid
        </Button>
        <Button
          size="xs"
          variant="default"
          aria-label={`Write off: ${what}`}
          onClick={() => setAsking('write_off')}
        >
          Write off
        </Button>
      </Group>
      <RetryDialog opened={asking === 'retry'} {...dialog} />
      <StopDialog opened={asking === 'stop'} {...dialog} />
      <MarkPaidDialog opened={asking === 'mark_paid'} {...dialog} />
      <WriteOffDialog opened={asking === 'write_off'} {...dialog} />
    </>
  );
}
