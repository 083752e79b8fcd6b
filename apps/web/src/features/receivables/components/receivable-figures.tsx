import type { ReceivableResource } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Amount } from '../../../ui/money-text.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import './receivables.css';

type Props = {
  receivable: ReceivableResource;
  invoiceName: (invoice: ReceivableResource['openInvoices'][number]) => string;
};

/** What a buyer owes, what of it is on which paper, and what it may still owe. */
export function ReceivableFigures({ receivable, invoiceName }: Props) {
  const { owed, unbilled, trust, creditLimit, creditLeft, nextCloseAt, openInvoices } = receivable;
  return (
    <>
      <dl className="receivable-figures">
        <Figure name="Owed" value={owed} note="Delivered and not paid." />
        <Figure
          name="Unbilled"
          value={unbilled}
          note={
            nextCloseAt ? (
              <>
                Goes on the next invoice, on <Timestamp at={nextCloseAt} />.
              </>
            ) : (
              'Of leads that are on no invoice yet.'
            )
          }
        />
        {trust.amount > 0 ? (
          <Figure name="On trust" value={trust} note="While a failed charge is retried; on no invoice." />
        ) : null}
        {creditLimit && creditLeft ? (
          <Figure name="Credit left" value={creditLeft}>
            Of a limit of <Amount value={creditLimit} />. A lead that does not fit is refused.
          </Figure>
        ) : null}
      </dl>
      {openInvoices.length === 0 ? null : (
        <ul className="open-invoices" aria-label="Open invoices">
          {openInvoices.map((invoice) => (
            <li key={invoice.id}>
              <Link className="text-link" to="/invoices/$invoiceId" params={{ invoiceId: invoice.id }}>
                {invoiceName(invoice)}
              </Link>
              : <Amount value={invoice.amountDue} /> due
              {invoice.dueAt ? (
                <>
                  {' '}
                  on <Timestamp at={invoice.dueAt} />
                </>
              ) : null}
              {invoice.status === 'overdue' ? <strong> (overdue)</strong> : null}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

type FigureProps = { name: string; value: MoneyJson; note?: ReactNode; children?: ReactNode };

function Figure({ name, value, note, children }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Amount value={value} />
        <p className="field-note">{note ?? children}</p>
      </dd>
    </div>
  );
}
