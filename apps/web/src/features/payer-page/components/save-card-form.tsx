import type { OpenPayerPage, PayerOutcomeResource } from '@drawdown/shared/http';
import { Button, Checkbox } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { saveCardByLink } from '../api/payer-page.ts';
import { CardPageButton } from './card-page-button.tsx';
import type { CardPicker } from './payer-page.tsx';
import { useCardPage } from './use-card-page.ts';

type Props = {
  token: string;
  page: OpenPayerPage;
  cardPicker: CardPicker;
  onOutcome: (outcome: PayerOutcomeResource) => void;
};

/** The payer saves a card and agrees to what it may be charged for, in the words shown. */
export function SaveCardForm({ token, page, cardPicker, onOutcome }: Props) {
  const [testCard, setTestCard] = useState('pm_card_visa');
  const [consented, setConsented] = useState(false);
  const [asked, setAsked] = useState(false);
  const text =
    page.consentText ??
    `I agree that ${page.agency.name} saves this card and charges it for lead credit as agreed with me.`;
  const cardPage = useCardPage(token);
  const save = useMutation({
    mutationFn: () => saveCardByLink(token, { testCard, consent: { text } }),
    onSuccess: onOutcome,
  });
  const openPage = () => {
    setAsked(true);
    if (consented && !cardPage.isPending) cardPage.mutate({ consent: { text } });
  };
  return (
    <form
      noValidate
      className="stacked-form"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (!consented || save.isPending) return;
        if (page.emulator) save.mutate();
        else openPage();
      }}
    >
      {page.emulator ? cardPicker(setTestCard) : <p>You enter your card on Stripe’s own page.</p>}
      <Checkbox
        label={text}
        checked={consented}
        error={asked && !consented ? 'The card can be saved only with your consent.' : undefined}
        onChange={(event) => setConsented(event.currentTarget.checked)}
      />
      {save.error ? <ProblemNotice title="The card was not saved" error={save.error} /> : null}
      {page.emulator ? (
        <Button type="submit" fullWidth loading={save.isPending}>
          Save this card
        </Button>
      ) : null}
      <CardPageButton page={cardPage} emulator={page.emulator} onOpen={openPage} />
    </form>
  );
}
