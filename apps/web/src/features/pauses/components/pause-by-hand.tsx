import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerPause } from '@tabler/icons-react';
import { ActDialog } from '../../../ui/act-dialog.tsx';
import { pauseByHand } from '../api/pauses.ts';
import { usePauseChanged } from './use-pause-changed.ts';

/** Stops a buyer's leads by hand, with the reason for the record. */
export function PauseByHand({ buyer }: { buyer: { id: string; name: string } }) {
  const [opened, { open, close }] = useDisclosure(false);
  const changed = usePauseChanged();
  return (
    <>
      <Button variant="default" leftSection={<IconPlayerPause size={16} aria-hidden="true" />} onClick={open}>
        Pause delivery
      </Button>
      <ActDialog
        opened={opened}
        onClose={close}
        title={`Pause delivery to ${buyer.name}?`}
        act="Pause delivery"
        note={{ label: 'Why', description: 'Shown on this page and in the audit log.', missing: 'Say why.' }}
        failed="Delivery was not paused"
        onAct={async ({ note }) => {
          await pauseByHand(buyer.id, note);
          changed();
        }}
      >
        <p className="notice-text">
          From then on every lead for {buyer.name} is refused, until you resume delivery. Charges that are
          under way go on. A wallet whose buyers are all paused by hand is not refilled by itself.
        </p>
      </ActDialog>
    </>
  );
}
