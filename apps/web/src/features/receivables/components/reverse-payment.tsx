import type { PaymentResource } from '@drawdown/shared/http';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { ActDialog } from '../../../ui/act-dialog.tsx';
import { moneyText } from '../../../ui/money-text.tsx';
import { reversePayment } from '../api/receivables.ts';

/** Takes back a payment that was recorded by mistake. */
export function ReversePayment({ payment }: { payment: PaymentResource }) {
  const [opened, { open, close }] = useDisclosure(false);
  const queryClient = useQueryClient();
  const sum = moneyText(payment.amount);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        aria-label={`Take back: ${sum}, ${payment.reference ?? payment.id}`}
        onClick={open}
      >
        Take back
      </Button>
      <ActDialog
        opened={opened}
        onClose={close}
        title="Take this payment back?"
        act={`Take back ${sum}`}
        danger
        note={{
          label: 'Why',
          description: 'Goes into the audit log.',
          missing: 'Say why, so that others understand it later.',
        }}
        failed="The payment was not taken back"
        onAct={async ({ note }) => {
          await reversePayment(payment.id, note);
          for (const key of ['receivables', 'invoices', 'buyers'])
            void queryClient.invalidateQueries({ queryKey: [key] });
        }}
      >
        <p className="notice-text">
          {sum} is owed again, by an entry of its own; the invoices that it paid are open again. It is for a
          payment that was recorded by mistake: no money moves.
        </p>
      </ActDialog>
    </>
  );
}
