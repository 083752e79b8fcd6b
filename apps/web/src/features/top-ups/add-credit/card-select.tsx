import { NativeSelect, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { cardName, expiryText, isExpired } from '../../../ui/card-label.tsx';
import type { SavedCard } from './funding-plan.ts';

type Props = {
  label: string;
  /** Null while they are being fetched. */
  cards: SavedCard[] | null;
  none: string;
  howToAdd: ReactNode;
  error: string | undefined;
  field: UseFormRegisterReturn;
};

/** Any saved card of the payer; the default comes first. Without one it says so and how to get one. */
export function CardSelect({ label, cards, none, howToAdd, error, field }: Props) {
  if (cards === null) return <Skeleton height={60} aria-label={`Loading: ${label}`} role="status" />;
  if (cards.length === 0) {
    return (
      <p className={error ? 'no-card no-card-error' : 'no-card'} role={error ? 'alert' : undefined}>
        {none} {howToAdd}
      </p>
    );
  }
  const data = cards.map((card, index) => ({ value: card.id, label: optionText(card, index === 0) }));
  return <NativeSelect label={label} data={data} error={error} {...field} />;
}

function optionText(card: SavedCard, isFirst: boolean): string {
  const expiry = isExpired(card) ? `expired ${expiryText(card)}` : `expires ${expiryText(card)}`;
  return `${cardName(card)}, ${expiry}${isFirst ? ' (default)' : ''}`;
}
