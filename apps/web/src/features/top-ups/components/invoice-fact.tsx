import type { TopUpResource } from '@drawdown/shared/http';
import { Fact } from '../../../ui/fact.tsx';

/** The Stripe invoice of a top-up, where one was wanted. */
export function InvoiceFact({ invoice }: Pick<TopUpResource, 'invoice'>) {
  if (!invoice) return null;
  const { number, hostedUrl, pdfUrl, status } = invoice;
  return (
    <Fact name="Invoice">
      {number ?? 'Being made at Stripe'}
      {status === 'paid' ? ', paid' : ''}
      {hostedUrl ? (
        <>
          {' · '}
          <a className="text-link" href={hostedUrl} target="_blank" rel="noreferrer">
            Open
          </a>
        </>
      ) : null}
      {pdfUrl ? (
        <>
          {' · '}
          <a className="text-link" href={pdfUrl} target="_blank" rel="noreferrer">
            PDF
          </a>
        </>
      ) : null}
    </Fact>
  );
}
