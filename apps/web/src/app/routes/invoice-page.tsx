import type { InvoiceResource } from '@drawdown/shared/http';
import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { buyerQuery } from '../../features/buyers/api/buyers.ts';
import { invoiceQuery } from '../../features/invoices/api/invoices.ts';
import { InvoiceActions } from '../../features/invoices/components/invoice-actions.tsx';
import { InvoiceFacts } from '../../features/invoices/components/invoice-facts.tsx';
import { InvoiceParts } from '../../features/invoices/components/invoice-parts.tsx';
import { InvoiceStatusMark } from '../../features/invoices/components/invoice-status.tsx';
import { invoiceName } from '../../features/invoices/invoice-words.ts';
import { RecordPayment } from '../../features/receivables/components/record-payment.tsx';
import { cardName } from '../../ui/card-label.tsx';
import { Amount } from '../../ui/money-text.tsx';
import { LiveMark } from '../live/live-mark.tsx';
import { useMay, useSession } from '../use-session.ts';
import { PagePending } from './page-pending.tsx';

const route = getRouteApi('/signed-in/invoices/$invoiceId');

export function InvoicePage() {
  const { invoiceId } = route.useParams();
  const { data: invoice, dataUpdatedAt } = useQuery(invoiceQuery(invoiceId));
  useDocumentTitle(`${invoice ? `Invoice ${invoiceName(invoice)}` : 'Invoice'} · Drawdown`);
  const mayAct = useMay('invoices:write');
  if (!invoice) return <PagePending />;
  const { buyerId, buyerName } = invoice;
  return (
    <>
      <p className="trail">
        <Link className="text-link" to="/invoices">
          Invoices
        </Link>
        {buyerId ? (
          <>
            {' · '}
            <Link className="text-link" to="/buyers/$buyerId" params={{ buyerId }}>
              {buyerName ?? buyerId}
            </Link>
          </>
        ) : null}
      </p>
      <div className="page-head">
        <Title order={1}>Invoice {invoiceName(invoice)}</Title>
        <InvoiceStatusMark status={invoice.status} />
        <LiveMark updatedAt={dataUpdatedAt} />
      </div>
      <section className="invoice-due" aria-label="Still due">
        <p className="invoice-due-amount">
          <Amount value={invoice.amountDue} />
        </p>
        <p className="field-note">Still due{invoice.status === 'overdue' ? ', and overdue' : ''}.</p>
      </section>
      {mayAct ? <Actions invoice={invoice} /> : null}
      <div className="filter-space">
        <InvoiceFacts invoice={invoice} />
      </div>
      <InvoiceParts invoice={invoice} />
    </>
  );
}

function Actions({ invoice }: { invoice: InvoiceResource }) {
  const { account } = useSession();
  const { data: buyer } = useQuery({
    ...buyerQuery(invoice.buyerId ?? ''),
    enabled: invoice.buyerId !== null,
    throwOnError: false,
  });
  if (!buyer) return null;
  const card = buyer.defaultPaymentMethod ? cardName(buyer.defaultPaymentMethod) : null;
  return (
    <InvoiceActions
      invoice={invoice}
      card={card}
      recordPayment={
        <RecordPayment
          buyer={buyer}
          due={invoice.amountDue}
          invoice={{ id: invoice.id, name: invoiceName(invoice) }}
          timeZone={account.timeZone}
        />
      }
    />
  );
}
