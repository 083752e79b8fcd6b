import type { DisputeResource } from '@drawdown/shared/http';
import { Button } from '@mantine/core';
import { IconDownload, IconExternalLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Fact, WorkflowLink } from '../../../ui/fact.tsx';
import { Amount } from '../../../ui/money-text.tsx';
import { Section } from '../../../ui/section.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { whose } from './disputes-table.tsx';

/** What a dispute took and from whom, until when evidence is awaited, and how it ended. */
export function DisputeDetails({ dispute }: { dispute: DisputeResource }) {
  return (
    <>
      <p>{dispute.statusWords}</p>
      <Evidence dispute={dispute} />
      <Section title="The money">
        <dl className="facts filter-space">
          <Fact name="Disputed">
            <Amount value={dispute.amount} /> of a payment of <Amount value={dispute.payment.amount} />
          </Fact>
          <Fact name="Left the wallet">
            <Amount value={dispute.fromWallet} />
          </Fact>
          <Fact name="Owed, because the wallet did not have it">
            <Amount value={dispute.fromReceivable} />
          </Fact>
          {dispute.stillOwed.amount > 0 ? (
            <Fact name="Of that still owed; the next credit settles it">
              <Amount value={dispute.stillOwed} />
            </Fact>
          ) : null}
          {dispute.fee ? (
            <Fact name="Stripe’s fee">
              <Amount value={dispute.fee} />
            </Fact>
          ) : null}
        </dl>
      </Section>
      <PaymentFacts dispute={dispute} />
      <PausedBuyers dispute={dispute} />
    </>
  );
}

function Evidence({ dispute }: { dispute: DisputeResource }) {
  return (
    <>
      {dispute.evidenceDueAt && dispute.verdict === null ? (
        <p>
          Evidence is due <Timestamp at={dispute.evidenceDueAt} />. The best evidence is the list of leads
          that this payment paid for.
        </p>
      ) : null}
      <div className="button-row">
        <Button
          component="a"
          variant="default"
          href={dispute.evidenceUrl}
          download
          leftSection={<IconDownload size={16} aria-hidden="true" />}
        >
          Download the leads as CSV
        </Button>
        {dispute.stripe.url ? (
          <Button
            component="a"
            variant="default"
            href={dispute.stripe.url}
            target="_blank"
            rel="noreferrer"
            leftSection={<IconExternalLink size={16} aria-hidden="true" />}
          >
            Submit evidence at Stripe
          </Button>
        ) : null}
        <WorkflowLink workflow={dispute.workflow} />
      </div>
    </>
  );
}

function PaymentFacts({ dispute }: { dispute: DisputeResource }) {
  const { payment, walletId, buyerId, buyerName } = dispute;
  return (
    <Section title="The payment">
      <dl className="facts filter-space">
        <Fact name="Whose">{whose(dispute)}</Fact>
        <Fact name="What the payer claims">{dispute.reasonWords}</Fact>
        {payment.paidAt ? (
          <Fact name="Paid">
            <Timestamp at={payment.paidAt} />
          </Fact>
        ) : null}
        {buyerId ? (
          <Fact name="Buyer">
            <Link className="text-link" to="/buyers/$buyerId" params={{ buyerId }}>
              {buyerName ?? buyerId}
            </Link>
          </Fact>
        ) : null}
        {walletId ? (
          <Fact name="Paid for">
            <Link
              className="text-link"
              to="/wallets/$walletId"
              params={{ walletId }}
              search={payment.topUpId ? { topUp: payment.topUpId } : {}}
            >
              {payment.topUpId ? 'A top-up' : 'The wallet'}
            </Link>
          </Fact>
        ) : null}
        {payment.deliveryId ? (
          <Fact name="Paid for">
            <Link className="text-link" to="/deliveries" search={{ delivery: payment.deliveryId }}>
              A lead
            </Link>
          </Fact>
        ) : null}
        {payment.invoiceId ? (
          <Fact name="Paid for">
            <Link className="text-link" to="/invoices/$invoiceId" params={{ invoiceId: payment.invoiceId }}>
              An invoice
            </Link>
          </Fact>
        ) : null}
        <Fact name="Stripe">{dispute.stripe.disputeId}</Fact>
        <Fact name="Id">{dispute.id}</Fact>
      </dl>
    </Section>
  );
}

function PausedBuyers({ dispute: { pausedBuyers } }: { dispute: DisputeResource }) {
  if (pausedBuyers.length === 0) return null;
  return (
    <Section title="Paused because of it">
      <ul className="reason-list filter-space">
        {pausedBuyers.map(({ buyerId, name }) => (
          <li key={buyerId}>
            <Link className="text-link" to="/buyers/$buyerId" params={{ buyerId }}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
