import type { BuyerResource } from '@drawdown/shared/http';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { invoiceName } from '../../features/invoices/invoice-words.ts';
import { receivableQuery } from '../../features/receivables/api/receivables.ts';
import { BillNow } from '../../features/receivables/components/bill-now.tsx';
import { PaymentsTable } from '../../features/receivables/components/payments-table.tsx';
import { ReceivableFigures } from '../../features/receivables/components/receivable-figures.tsx';
import { RecordPayment } from '../../features/receivables/components/record-payment.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { Section } from '../../ui/section.tsx';
import { useMay, useSession } from '../use-session.ts';

/** What a buyer owes. A prepaid buyer has its wallet instead, and this only while it owes something from before. */
export function BuyerReceivable({ buyer }: { buyer: BuyerResource }) {
  const mayRead = useMay('invoices:read');
  const { data: receivable } = useQuery({
    ...receivableQuery(buyer.id),
    enabled: mayRead,
    throwOnError: false,
  });
  const prepaid = buyer.billing.mechanism === 'wallet';
  const owes = receivable && (receivable.owed.amount !== 0 || receivable.openInvoices.length > 0);
  if (!mayRead || (prepaid && !owes)) return null;
  return <Receivable buyer={buyer} />;
}

function Receivable({ buyer }: { buyer: BuyerResource }) {
  const { account } = useSession();
  const mayAct = useMay('invoices:write');
  const { data: receivable, error } = useQuery({ ...receivableQuery(buyer.id), throwOnError: false });
  const { mechanism } = buyer.billing;
  const periodic = mechanism === 'net_terms' || mechanism === 'manual';
  return (
    <Section
      title="Owed"
      note={
        <Link className="text-link" to="/invoices" search={{ buyerId: buyer.id }}>
          All invoices of {buyer.name}
        </Link>
      }
      actions={
        receivable && mayAct ? (
          <div className="section-actions">
            {periodic ? <BillNow buyer={buyer} unbilled={receivable.unbilled} /> : null}
            <RecordPayment buyer={buyer} due={receivable.owed} invoice={null} timeZone={account.timeZone} />
          </div>
        ) : null
      }
    >
      {receivable ? (
        <ReceivableFigures receivable={receivable} invoiceName={invoiceName} />
      ) : error ? (
        <ProblemNotice title="What is owed cannot be shown" error={error} />
      ) : (
        <Skeleton height={72} aria-label="Loading what is owed" role="status" />
      )}
      <PaymentsTable buyerId={buyer.id} mayReverse={mayAct} />
    </Section>
  );
}
