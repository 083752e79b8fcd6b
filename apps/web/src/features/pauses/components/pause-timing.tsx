import type { PauseResource } from '@drawdown/shared/http';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { messageOf } from '../../../http/request-error.ts';
import { setPauseTiming } from '../api/pauses.ts';
import { usePauseChanged } from './use-pause-changed.ts';

type Props = { buyerId: string; timing: 'immediate' | 'when_exhausted'; label: string };

/** Whether what is left in the wallet may still be delivered. Can be taken back, so nothing asks first. */
export function PauseTiming({ buyerId, timing, label }: Props) {
  const changed = usePauseChanged();
  const change = useMutation({ mutationFn: () => setPauseTiming(buyerId, timing), onSettled: changed });
  return (
    <>
      <Button
        variant="default"
        size="sm"
        className="wrapping-button"
        loading={change.isPending}
        onClick={() => change.mutate()}
      >
        {label}
      </Button>
      {change.error ? (
        <span className="notice-small" role="alert">
          {messageOf(change.error)}
        </span>
      ) : null}
    </>
  );
}

/** A pause by hand, or one that a safety net made, stops what is left in the wallet too. */
export function mayUseWhatIsLeft({ reasons }: PauseResource): boolean {
  return reasons.length > 0 && reasons.every(({ chargeId }) => chargeId !== null);
}
