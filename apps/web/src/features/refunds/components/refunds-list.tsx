import type { RefundResource } from '@drawdown/shared/http';
import { cardName } from '../../../ui/card-label.tsx';
import { WorkflowLink } from '../../../ui/fact.tsx';
import { Amount } from '../../../ui/money-text.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { RefundStatusMark } from './refund-status.tsx';
import './refunds.css';

const ORIGIN_WORDS: Record<RefundResource['origin'], string> = {
  requested: 'asked for here',
  returned_lead: 'for a returned lead',
  dashboard: 'made in Stripe’s dashboard',
};

/** What went back to the card, how each stands, and why one failed. */
export function RefundsList({ refunds }: { refunds: RefundResource[] }) {
  if (refunds.length === 0) return null;
  return (
    <section aria-label="Refunds">
      <h4 className="small-title">Refunds</h4>
      <ul className="refund-list">
        {refunds.map((refund) => (
          <li key={refund.id}>
            <p>
              <Amount value={refund.amount} /> to {cardName(refund.card)}{' '}
              <RefundStatusMark status={refund.status} />
            </p>
            <p>{words(refund)}</p>
            <p className="field-note">
              <Timestamp at={refund.createdAt} />, {ORIGIN_WORDS[refund.origin]} by {refund.requestedBy}
              {refund.reason ? `: “${refund.reason}”` : ''}
              {refund.workflow ? ' · ' : ''}
              {refund.workflow ? <WorkflowLink workflow={refund.workflow} /> : null}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function words(refund: RefundResource): string {
  switch (refund.status) {
    case 'pending':
      return refund.waitingFor ?? 'Stripe is sending it. The wallet was debited when it was asked for.';
    case 'succeeded':
      return 'Sent to the card. Banks take 5 to 10 days to show it.';
    case 'failed':
      return refund.failure?.message ?? 'It failed, and the money is back in the wallet.';
  }
}
