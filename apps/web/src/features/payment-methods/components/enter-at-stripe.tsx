import { Button, Checkbox, Group } from '@mantine/core';
import { useState } from 'react';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import type { CardOwner } from '../api/payment-methods.ts';
import { useCardPage } from './use-card-page.ts';

type Props = { owner: CardOwner; consent: string };

/** The way to Stripe's page, where the card is entered. What its owner agreed to is asked before. */
export function EnterAtStripe({ owner, consent }: Props) {
  const [consented, setConsented] = useState(false);
  const page = useCardPage(owner);
  return (
    <form
      className="stacked-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!page.isPending) page.mutate(consented ? consent : null);
      }}
    >
      <p className="notice-text">
        The card is entered on Stripe’s own page, which then comes back here. Nobody here sees its number. To
        have the card’s owner enter it, send a link instead.
      </p>
      <Checkbox
        label={consent}
        description="Recorded with the words, your name and the time."
        checked={consented}
        onChange={(event) => setConsented(event.currentTarget.checked)}
      />
      {page.error ? <ProblemNotice title="Stripe’s page could not be opened" error={page.error} /> : null}
      <Group justify="flex-end">
        <Button type="submit" loading={page.isPending}>
          Continue to Stripe
        </Button>
      </Group>
    </form>
  );
}
