import type { PaymentMethodResource } from '@drawdown/shared/http';
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCreditCard } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { brandName, expiryText, isExpired } from '../../../ui/card-label.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { TableSkeleton } from '../../../ui/table-skeleton.tsx';
import type { CardOwner } from '../api/payment-methods.ts';
import {
  makeDefault,
  paymentMethodsKey,
  paymentMethodsQuery,
  removePaymentMethod,
} from '../api/payment-methods.ts';
import { RemoveCard } from './remove-card.tsx';
import './cards-list.css';

type Props = { owner: CardOwner; none: string; mayChange: boolean };

/** Saved cards, the default first, with what may be done to each. */
export function CardsList({ owner, none, mayChange }: Props) {
  const { data: cards } = useQuery(paymentMethodsQuery(owner));
  const { run, error, busy, done } = useCardActions(owner);
  if (!cards) return <TableSkeleton label="Loading cards" rows={2} />;
  return (
    <>
      {error ? <ProblemNotice title="That did not work" error={error} /> : null}
      <p className="visually-hidden" role="status">
        {done}
      </p>
      {cards.length === 0 ? (
        <EmptyState title={none} />
      ) : (
        <ul className="card-list">
          {cards.map((card) => (
            <CardRow key={card.id} {...{ card, busy, mayChange, run }} />
          ))}
        </ul>
      )}
    </>
  );
}

type Action = { kind: 'default' | 'remove'; card: PaymentMethodResource };
type RowProps = {
  card: PaymentMethodResource;
  busy: boolean;
  mayChange: boolean;
  run: (action: Action) => void;
};

function CardRow({ card, busy, mayChange, run }: RowProps) {
  const name = `${brandName(card.brand)} ending in ${card.last4}`;
  return (
    <li>
      <IconCreditCard size={20} stroke={1.5} aria-hidden="true" />
      <span className="card-words">
        <span>{name}</span>{' '}
        <span className="quiet">
          {isExpired(card) ? null : `expires ${expiryText(card)}`}
          {card.isDefault ? ' · default' : ''}
        </span>{' '}
        {isExpired(card) ? (
          <StatusMark icon={IconAlertTriangle} tone="bad" word={`Expired ${expiryText(card)}`} />
        ) : null}
      </span>
      {mayChange ? (
        <span className="card-actions">
          {card.isDefault ? null : (
            <Button
              variant="default"
              size="xs"
              disabled={busy}
              aria-label={`Make default: ${name}`}
              onClick={() => run({ kind: 'default', card })}
            >
              Make default
            </Button>
          )}
          <RemoveCard name={name} busy={busy} onRemove={() => run({ kind: 'remove', card })} />
        </span>
      ) : null}
    </li>
  );
}

function useCardActions(owner: CardOwner) {
  const queryClient = useQueryClient();
  const [done, setDone] = useState('');
  const mutation = useMutation({
    mutationFn: async ({ kind, card }: Action) => {
      await (kind === 'default' ? makeDefault(owner, card.id) : removePaymentMethod(owner, card.id));
    },
    onSuccess: (_answer, { kind, card }) =>
      setDone(
        `${brandName(card.brand)} ${card.last4} ${kind === 'default' ? 'is now the default' : 'was removed'}.`,
      ),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: paymentMethodsKey(owner) });
      void queryClient.invalidateQueries({ queryKey: ['buyers'] });
    },
  });
  return { run: mutation.mutate, error: mutation.error, busy: mutation.isPending, done };
}
