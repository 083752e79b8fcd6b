import type { MoneyJson } from '@drawdown/shared/money';
import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cardName, expiryText, isExpired } from '../../../ui/card-label.tsx';
import { moneyText } from '../../../ui/money-text.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import type { CardOwner } from '../api/payment-methods.ts';
import { makeDefault, paymentMethodsKey, paymentMethodsQuery } from '../api/payment-methods.ts';

type Props = { owner: CardOwner; declined: { id: string }; amount: MoneyJson };

/** Makes another saved card the default, which the failing charge is tried with at once. */
export function PayWithAnotherCard({ owner, declined, amount }: Props) {
  const { data: cards } = useQuery({ ...paymentMethodsQuery(owner), throwOnError: false });
  const [chosen, setChosen] = useState('');
  const queryClient = useQueryClient();
  const use = useMutation({
    mutationFn: (cardId: string) => makeDefault(owner, cardId),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: paymentMethodsKey(owner) });
      for (const key of ['charges', 'top-ups']) void queryClient.invalidateQueries({ queryKey: [key] });
    },
  });
  const declinedCard = cards?.find(({ id }) => id === declined.id) ?? declined;
  const others = (cards ?? []).filter((card) => !isExpired(card) && !isSameCard(card, declinedCard));
  const card = others.find(({ id }) => id === chosen) ?? others[0];
  if (!cards || use.isSuccess) {
    return use.isSuccess ? <p role="status">That card is the default now and is being tried.</p> : null;
  }
  if (!card) return <p className="field-note">There is no other card: add one, or send the payer a link.</p>;
  return (
    <form
      className="stacked-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!use.isPending) use.mutate(card.id);
      }}
    >
      <NativeSelect
        label="Use another card"
        description="It becomes the default card, and is charged at once."
        data={others.map((other) => ({
          value: other.id,
          label: `${cardName(other)}, expires ${expiryText(other)}`,
        }))}
        value={card.id}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      {use.error ? <ProblemNotice title="The card was not used" error={use.error} /> : null}
      <div>
        <Button type="submit" variant="default" loading={use.isPending}>
          Charge {moneyText(amount)} to {cardName(card)}
        </Button>
      </div>
    </form>
  );
}

/** The same card saved twice is no other card: the bank would give the same answer. */
function isSameCard(
  card: { id: string; fingerprint: string | null },
  other: { id: string; fingerprint?: string | null },
): boolean {
  return card.id === other.id || (card.fingerprint !== null && card.fingerprint === other.fingerprint);
}
