import type { PauseResource } from '@drawdown/shared/http';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ActDialog } from '../../../ui/act-dialog.tsx';
import { resumeByHand } from '../api/pauses.ts';
import { usePauseChanged } from './use-pause-changed.ts';

type Props = { buyer: { id: string; name: string }; pause: PauseResource };

/** Lifts every open reason by hand, with a note. */
export function ResumeByHand({ buyer, pause }: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  const changed = usePauseChanged();
  const unpaid = pause.reasons.some(({ chargeId }) => chargeId !== null);
  return (
    <>
      <Button variant="default" size="sm" onClick={open}>
        Resume delivery
      </Button>
      <ActDialog
        opened={opened}
        onClose={close}
        title={`Resume delivery to ${buyer.name}?`}
        act="Resume delivery"
        keep="Stay paused"
        note={{ label: 'Why', description: 'Goes into the audit log.', missing: 'Say why.' }}
        failed="Delivery was not resumed"
        onAct={async ({ note }) => {
          await resumeByHand(buyer.id, note);
          changed();
        }}
      >
        <p className="notice-text">
          Leads are delivered again as long as the wallet can pay for them.
          {unpaid
            ? ' The failed charge goes on being collected; it does not pause this buyer again by itself.'
            : ''}
        </p>
      </ActDialog>
    </>
  );
}
