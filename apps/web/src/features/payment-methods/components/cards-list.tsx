import { useQuery } from '@tanstack/react-query';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { TableSkeleton } from '../../../ui/table-skeleton.tsx';
import type { CardOwner } from '../api/payment-methods.ts';
import { paymentMethodsQuery } from '../api/payment-methods.ts';
import { CardRow } from './card-row.tsx';
import { useCardActions } from './use-card-actions.ts';
import './cards-list.css';

type Props = { owner: CardOwner; ownerName: string; none: string; mayChange: boolean };

/** Saved cards, the default first, with what may be done to each. */
export function CardsList({ owner, ownerName, none, mayChange }: Props) {
  const { data: cards } = useQuery(paymentMethodsQuery(owner));
  const actions = useCardActions(owner);
  if (!cards) return <TableSkeleton label="Loading cards" rows={2} />;
  return (
    <>
      {actions.error ? <ProblemNotice title="That did not work" error={actions.error} /> : null}
      <p className="visually-hidden" role="status">
        {actions.done}
      </p>
      {cards.length === 0 ? (
        <EmptyState title={none} />
      ) : (
        <ul className="card-list">
          {cards.map((card) => (
            <CardRow key={card.id} {...{ card, ownerName, mayChange, actions }} />
          ))}
        </ul>
      )}
    </>
  );
}
