import type { DeliveryResource } from '@drawdown/shared/http';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { cardName } from '../../../ui/card-label.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Fact, WorkflowLink } from '../../../ui/fact.tsx';
import { Amount } from '../../../ui/money-text.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { deliveryQuery } from '../api/deliveries.ts';
import { paidBy, RETURN_CODE_WORDS, whyPaidBy } from '../delivery-words.ts';
import { DeliveryOutcome } from './delivery-outcome.tsx';
import './deliveries.css';

type Props = {
  deliveryId: string | undefined;
  onClose: () => void;
  /** What can be done about it. */
  actions: (delivery: DeliveryResource) => ReactNode;
};

/** The receipt of one lead: rung, card, balance after, and what became of it since. */
export function DeliveryReceipt({ deliveryId, onClose, actions }: Props) {
  return (
    <Dialog opened={deliveryId !== undefined} onClose={onClose} title="Lead" width={640}>
      {deliveryId === undefined ? null : <Receipt deliveryId={deliveryId} actions={actions} />}
    </Dialog>
  );
}

function Receipt({ deliveryId, actions }: Pick<Props, 'actions'> & { deliveryId: string }) {
  const { data: delivery, error } = useQuery({ ...deliveryQuery(deliveryId), throwOnError: false });
  if (error && !delivery) return <ProblemNotice title="This lead cannot be shown" error={error} />;
  if (!delivery) return <Skeleton height={240} aria-label="Loading lead" role="status" />;
  return (
    <div className="outcome">
      <div role="status">
        <h3 className="outcome-title">
          <DeliveryOutcome outcome={delivery.outcome} />
          <Amount value={delivery.price} />
        </h3>
        <p>{story(delivery)}</p>
      </div>
      <Facts delivery={delivery} />
      <Labels labels={delivery.labels} />
      {actions(delivery)}
    </div>
  );
}

function story(delivery: DeliveryResource): string {
  switch (delivery.outcome) {
    case 'delivered':
    case 'refused':
      return delivery.reason;
    case 'pending':
      return 'The card is being charged. Nothing is booked and the lead is not delivered until the money is here.';
    case 'returned':
      return delivery.return?.explanation ?? 'This lead was given back.';
  }
}

function Facts({ delivery }: { delivery: DeliveryResource }) {
  const { card, charge, return: given } = delivery;
  return (
    <dl className="facts">
      <Fact name="Lead">{delivery.leadId}</Fact>
      <Fact name="Paid by">{paidBy(delivery)}</Fact>
      <Fact name="Why">{whyPaidBy(delivery)}</Fact>
      {card ? <Fact name="Card">{cardName(card)}</Fact> : null}
      {delivery.balance ? (
        <Fact name="Wallet’s balance after">
          <Amount value={delivery.balance} />
        </Fact>
      ) : null}
      <Fact name="Asked">
        <Timestamp at={delivery.createdAt} />
      </Fact>
      {delivery.decidedAt ? (
        <Fact name="Decided">
          <Timestamp at={delivery.decidedAt} />
        </Fact>
      ) : null}
      {given ? (
        <>
          <Fact name="Returned">
            <Timestamp at={given.at} /> by {given.returnedBy}
          </Fact>
          <Fact name="Why returned">
            {RETURN_CODE_WORDS[given.code]}
            {given.note ? `: ${given.note}` : ''}
          </Fact>
        </>
      ) : null}
      {charge?.stripe.paymentIntentId ? <Fact name="Stripe">{charge.stripe.paymentIntentId}</Fact> : null}
      {delivery.workflowUrl ? (
        <Fact name="Workflow">
          <WorkflowLink workflow={{ url: delivery.workflowUrl }} />
        </Fact>
      ) : null}
      <Fact name="Id">{delivery.id}</Fact>
    </dl>
  );
}

function Labels({ labels }: Pick<DeliveryResource, 'labels'>) {
  const entries = Object.entries(labels);
  if (entries.length === 0) return null;
  return (
    <section aria-label="Labels">
      <h4 className="small-title">Labels</h4>
      <dl className="facts">
        {entries.map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
      </dl>
    </section>
  );
}
