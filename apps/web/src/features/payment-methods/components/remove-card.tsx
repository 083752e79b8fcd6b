import { Alert, Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { hasCode } from '../../../http/request-error.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';

type Props = { name: string; busy: boolean; onRemove: (confirmed: boolean) => Promise<unknown> };

/** Asks before a card is removed, and once more where auto top-up would be left without one. */
export function RemoveCard({ name, busy, onRemove }: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" size="xs" disabled={busy} aria-label={`Remove ${name}`} onClick={open}>
        Remove
      </Button>
      <Dialog opened={opened} onClose={close} title={`Remove ${name}?`}>
        <Question onRemove={onRemove} onClose={close} />
      </Dialog>
    </>
  );
}

function Question({ onRemove, onClose }: { onRemove: Props['onRemove']; onClose: () => void }) {
  const removing = useMutation({ mutationFn: onRemove, onSuccess: onClose });
  const lastOfRule = hasCode(removing.error, 'last_card_of_auto_top_up');
  return (
    <div className="stacked-form">
      <p className="notice-text">It cannot be charged any more. To use it again, it has to be added anew.</p>
      {lastOfRule ? (
        <Alert
          role="alert"
          color="red"
          icon={<IconAlertTriangle size={18} aria-hidden="true" />}
          title="Auto top-up needs this card"
        >
          Auto top-up has no other card to charge. Without this one it is suspended until another is saved.
        </Alert>
      ) : null}
      {removing.error && !lastOfRule ? (
        <ProblemNotice title="It was not removed" error={removing.error} />
      ) : null}
      <Group justify="flex-end">
        <Button data-autofocus variant="default" onClick={onClose}>
          Keep
        </Button>
        <Button color="red.9" loading={removing.isPending} onClick={() => removing.mutate(lastOfRule)}>
          {lastOfRule ? 'Remove card, suspend auto top-up' : 'Remove card'}
        </Button>
      </Group>
    </div>
  );
}
