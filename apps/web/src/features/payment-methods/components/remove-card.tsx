import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Dialog } from '../../../ui/dialog.tsx';

type Props = { name: string; busy: boolean; onRemove: () => void };

/** Asks before a card is removed: only the payer can bring it back. */
export function RemoveCard({ name, busy, onRemove }: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" size="xs" disabled={busy} aria-label={`Remove ${name}`} onClick={open}>
        Remove
      </Button>
      <Dialog opened={opened} onClose={close} title={`Remove ${name}?`}>
        <p>It cannot be charged any more. To use it again, it has to be added anew.</p>
        <Group justify="flex-end">
          <Button data-autofocus variant="default" onClick={close}>
            Keep
          </Button>
          <Button
            color="red.9"
            onClick={() => {
              close();
              onRemove();
            }}
          >
            Remove card
          </Button>
        </Group>
      </Dialog>
    </>
  );
}
