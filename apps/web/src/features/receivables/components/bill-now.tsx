import type { MoneyJson } from '@drawdown/shared/money';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { ActDialog } from '../../../ui/act-dialog.tsx';
import { moneyText } from '../../../ui/money-text.tsx';
import { closePeriod } from '../api/receivables.ts';

type Props = { buyer: { id: string; name: string }; unbilled: MoneyJson };

/** Bills what is unbilled at once. */
export function BillNow({ buyer, unbilled }: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  const queryClient = useQueryClient();
  const closed = () => {
    close();
    for (const key of ['receivables', 'invoices', 'buyers'])
      void queryClient.invalidateQueries({ queryKey: [key] });
  };
  return (
    <>
      <Button variant="default" disabled={unbilled.amount <= 0} onClick={open}>
        Bill now
      </Button>
      <ActDialog
        opened={opened}
        onClose={closed}
        title={`Bill ${buyer.name} now?`}
        act={`Bill ${moneyText(unbilled)}`}
        failed="Nothing was billed"
        onAct={async () => {
          const { outcome, invoice } = await closePeriod(buyer.id);
          return outcome === 'invoiced' && invoice
            ? `An invoice of ${moneyText(invoice.amount)} is being issued.`
            : 'There was nothing to bill, or too little for an invoice; it stays for the next one.';
        }}
      >
        <p className="notice-text">
          The leads up to now go on an invoice, as if the period ended this moment. Later leads go on the next
          one.
        </p>
      </ActDialog>
    </>
  );
}
