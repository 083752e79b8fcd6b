import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ActDialog } from '../../../ui/act-dialog.tsx';

type Props = {
  name: string;
  ownerName: string;
  busy: boolean;
  onChoose: (consent: string) => Promise<unknown>;
};

/** Makes a card the one that is tried once when the default is declined; its owner has to agree to that. */
export function MakeBackup({ name, ownerName, busy, onChoose }: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  const consent = `${ownerName} agrees that ${name} is charged when the default card is declined.`;
  return (
    <>
      <Button variant="default" size="xs" disabled={busy} aria-label={`Make backup: ${name}`} onClick={open}>
        Make backup
      </Button>
      <ActDialog
        opened={opened}
        onClose={close}
        title={`Use ${name} as the backup?`}
        act="Make it the backup"
        consent={consent}
        failed="The backup was not changed"
        onAct={() => onChoose(consent)}
      >
        <p className="notice-text">
          When a charge to the default card is declined, this card is tried once before anything else happens.
          There is one backup; another that was chosen before is no longer one.
        </p>
      </ActDialog>
    </>
  );
}
