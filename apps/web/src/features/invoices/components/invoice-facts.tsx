import type { InvoiceResource } from '@drawdown/shared/http';
import { Link } from '@tanstack/react-router';
import { Fact, WorkflowLink } from '../../../ui/fact.tsx';
import { Amount } from '../../../ui/money-text.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { KIND_WORDS, periodWords } from '../invoice-words.ts';

/** What an invoice is of, what it comes to, and where it can be paid. */
export function InvoiceFacts({ invoice }: { invoice: InvoiceResource }) {
  return (
    <dl className="facts">
      <Fact name="Kind">{KIND_WORDS[invoice.kind]}</Fact>
      {invoice.period ? <Fact name="Period">{periodWords(invoice.period)}</Fact> : null}
      {invoice.tax.amount === 0 ? null : (
        <>
          <Fact name="Before tax">
            <Amount value={invoice.subtotal} />
          </Fact>
          <Fact name="Tax">
            <Amount value={invoice.tax} />
          </Fact>
        </>
      )}
      <Fact name="Amount">
        <Amount value={invoice.amount} />
      </Fact>
      <Fact name="Paid">
        <Amount value={invoice.paid} />
      </Fact>
      {invoice.credited.amount > 0 ? (
        <Fact name="Credited">
          <Amount value={invoice.credited} />
        </Fact>
      ) : null}
      {invoice.writtenOff.amount > 0 ? (
        <Fact name="Written off">
          <Amount value={invoice.writtenOff} />
        </Fact>
      ) : null}
      {invoice.dueAt ? (
        <Fact name="Due on">
          <Timestamp at={invoice.dueAt} />
        </Fact>
      ) : null}
      <Papers invoice={invoice} />
      {invoice.topUpId && invoice.walletId ? (
        <Fact name="Top-up">
          <Link
            className="text-link"
            to="/wallets/$walletId"
            params={{ walletId: invoice.walletId }}
            search={{ topUp: invoice.topUpId }}
          >
            Show the top-up
          </Link>
        </Fact>
      ) : null}
      {invoice.workflow ? (
        <Fact name="Workflow">
          <WorkflowLink workflow={invoice.workflow} />
        </Fact>
      ) : null}
      <Fact name="Id">{invoice.id}</Fact>
    </dl>
  );
}

function Papers({ invoice: { kind, hostedUrl, pdfUrl, stripe } }: { invoice: InvoiceResource }) {
  if (kind === 'manual') return <Fact name="Stripe">Never: it is collected outside Stripe</Fact>;
  return (
    <>
      <Fact name="Page for the payer">
        {hostedUrl ? (
          <a className="text-link" href={hostedUrl} target="_blank" rel="noreferrer">
            Open at Stripe
          </a>
        ) : (
          <span className="quiet">Not issued yet</span>
        )}
      </Fact>
      <Fact name="PDF">
        {pdfUrl ? (
          <a className="text-link" href={pdfUrl} target="_blank" rel="noreferrer">
            Open PDF
          </a>
        ) : (
          <span className="quiet">Not issued yet</span>
        )}
      </Fact>
      {stripe.invoiceId ? <Fact name="Stripe">{stripe.invoiceId}</Fact> : null}
    </>
  );
}
