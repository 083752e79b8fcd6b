import type { TopUpResource } from '@drawdown/shared/http';
import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { ActDialog } from '../../../ui/act-dialog.tsx';
import { moneyText } from '../../../ui/money-text.tsx';
import { correctTopUp } from '../api/refunds.ts';

/** Takes a mistyped credit back that no card paid for. */
export function CorrectCredit({ topUp }: { topUp: TopUpResource }) {
  const [opened, { open, close }] = useDisclosure(false);
  const queryClient = useQueryClient();
  const sum = moneyText(topUp.amount);
  return (
    <>
      <Group justify="flex-end">
        <Button variant="default" onClick={open}>
          Correct credit
        </Button>
      </Group>
      <ActDialog
        opened={opened}
        onClose={close}
        title="Correct this credit?"
        act={`Take back ${sum}`}
        danger
        note={{
          label: 'Why',
          description: 'Shown in the history and in the audit log.',
          missing: 'Say why, so that others understand it later.',
        }}
        failed="The credit was not corrected"
        onAct={async ({ note }) => {
          await correctTopUp(topUp.id, note);
          for (const key of ['top-ups', 'wallets', 'buyers', 'eligibility'])
            void queryClient.invalidateQueries({ queryKey: [key] });
        }}
      >
        <p className="notice-text">
          The credit of {sum} is undone by an entry of its own; nothing in the history is changed. No card is
          touched. It works only while all of it is unspent.
        </p>
      </ActDialog>
    </>
  );
}
