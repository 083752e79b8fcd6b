import type { InvoiceResource } from '@drawdown/shared/http';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { ActDialog } from '../../../ui/act-dialog.tsx';
import { moneyText } from '../../../ui/money-text.tsx';
import { payInvoice, voidInvoice, writeOffInvoice } from '../api/invoices.ts';
import { invoiceName } from '../invoice-words.ts';

type Props = {
  invoice: InvoiceResource;
  /** `Visa 4242`; null while the buyer has no card on file. */
  card: string | null;
  recordPayment: ReactNode;
};

const WHY = {
  label: 'Why',
  description: 'Goes into the audit log.',
  missing: 'Say why, so that others understand it later.',
};

/** Every place that an invoice shows up in. */
const STALE = ['invoices', 'receivables', 'buyers', 'pauses', 'charges', 'eligibility'];

/** What a person may do about an invoice that is not settled. Each says first what will happen. */
export function InvoiceActions({ invoice, card, recordPayment }: Props) {
  const [asking, setAsking] = useState<'pay' | 'void' | 'write_off' | null>(null);
  const queryClient = useQueryClient();
  const close = () => {
    setAsking(null);
    for (const key of STALE) void queryClient.invalidateQueries({ queryKey: [key] });
  };
  if (invoice.kind === 'top_up' || (invoice.status !== 'open' && invoice.status !== 'overdue')) return null;
  const dialog = { invoice, onClose: close };
  const ownCard = invoice.kind === 'net_terms' ? card : null;
  return (
    <>
      <div className="button-row">
        {recordPayment}
        {ownCard ? (
          <Button variant="default" onClick={() => setAsking('pay')}>
            Charge {ownCard} now
          </Button>
        ) : null}
        {invoice.paid.amount === 0 ? (
          <Button variant="default" onClick={() => setAsking('void')}>
            Void
          </Button>
        ) : null}
        <Button variant="default" onClick={() => setAsking('write_off')}>
          Write off
        </Button>
      </div>
      <PayDialog {...dialog} opened={asking === 'pay'} card={ownCard ?? 'the card'} />
      <VoidDialog {...dialog} opened={asking === 'void'} />
      <WriteOffDialog {...dialog} opened={asking === 'write_off'} />
    </>
  );
}

type DialogProps = { invoice: InvoiceResource; opened: boolean; onClose: () => void };

function PayDialog({ invoice, opened, onClose, card }: DialogProps & { card: string }) {
  const sum = moneyText(invoice.amountDue);
  return (
    <ActDialog
      opened={opened}
      onClose={onClose}
      title="Charge the card on file now?"
      act={`Charge ${sum} to ${card}`}
      failed="The card was not charged"
      onAct={async () => (await payInvoice(invoice.id)).words}
    >
      <p className="notice-text">
        {sum} of invoice {invoiceName(invoice)} is charged to {card} of {invoice.buyerName ?? 'the buyer'}. It
        is the invoice’s own payment: when the buyer pays on Stripe’s page at the same moment, only one of the
        two succeeds.
      </p>
    </ActDialog>
  );
}

function VoidDialog({ invoice, opened, onClose }: DialogProps) {
  return (
    <ActDialog
      opened={opened}
      onClose={onClose}
      title="Void this invoice?"
      act={`Void ${invoiceName(invoice)}`}
      danger
      note={WHY}
      failed="The invoice was not voided"
      onAct={async ({ note }) => {
        await voidInvoice(invoice.id, note);
      }}
    >
      <p className="notice-text">
        The invoice can no longer be paid. Its leads stay owed and go on the next invoice; to forgive them,
        write the invoice off instead.
      </p>
    </ActDialog>
  );
}

function WriteOffDialog({ invoice, opened, onClose }: DialogProps) {
  const sum = moneyText(invoice.amountDue);
  return (
    <ActDialog
      opened={opened}
      onClose={onClose}
      title="Write this invoice off?"
      act={`Write off ${sum}`}
      danger
      note={WHY}
      failed="The invoice was not written off"
      onAct={async ({ note }) => {
        await writeOffInvoice(invoice.id, note);
      }}
    >
      <p className="notice-text">
        You give up {sum}: {invoice.buyerName ?? 'the buyer'} owes it no more, nobody is charged, and a pause
        that waited for it ends. It cannot be undone.
      </p>
    </ActDialog>
  );
}
