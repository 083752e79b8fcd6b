import { Button, Checkbox, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../../ui/dialog.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import type { CardOwner } from '../api/payment-methods.ts';
import { paymentMethodsKey, savePaymentMethod } from '../api/payment-methods.ts';
import { TEST_CARDS } from '../test-cards.ts';
import { EnterAtStripe } from './enter-at-stripe.tsx';
import { TestCardFields } from './test-card-fields.tsx';
import { useCardPage } from './use-card-page.ts';

type Props = { owner: CardOwner; ownerName: string; withEmulator: boolean };

/** Saves a card. Card numbers are typed at Stripe alone; with the emulator a test card is picked instead. */
export function AddCard({ owner, ownerName, withEmulator }: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  const consent = `${ownerName} agrees that this card is saved and charged for credit as agreed.`;
  return (
    <>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconPlus size={16} aria-hidden="true" />}
        onClick={open}
      >
        Add card
      </Button>
      <Dialog opened={opened} onClose={close} title={`Add a card for ${ownerName}`}>
        {withEmulator ? (
          <TestCardPicker owner={owner} consent={consent} onSaved={close} />
        ) : (
          <EnterAtStripe owner={owner} consent={consent} />
        )}
      </Dialog>
    </>
  );
}

type PickerProps = { owner: CardOwner; consent: string; onSaved: () => void };

function TestCardPicker({ owner, consent, onSaved }: PickerProps) {
  const [testCard, setTestCard] = useState<string>(TEST_CARDS[0].id);
  const [consented, setConsented] = useState(false);
  const queryClient = useQueryClient();
  const page = useCardPage(owner);
  const save = useMutation({
    mutationFn: () =>
      savePaymentMethod(owner, { testCard, ...(consented ? { consent: { text: consent } } : {}) }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: paymentMethodsKey(owner) });
      for (const key of ['buyers', 'charges', 'wallets'])
        void queryClient.invalidateQueries({ queryKey: [key] });
      onSaved();
    },
  });
  return (
    <form
      className="stacked-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TestCardFields onPick={setTestCard} />
      <Checkbox
        label={consent}
        description="Recorded with the words, your name and the time."
        checked={consented}
        onChange={(event) => setConsented(event.currentTarget.checked)}
      />
      {save.error ? (
        <ProblemNotice title="The card was not saved" error={save.error} nextStep="Pick another card." />
      ) : null}
      {page.error ? <ProblemNotice title="The hosted page could not be opened" error={page.error} /> : null}
      <Group justify="flex-end">
        <Button
          variant="default"
          loading={page.isPending}
          disabled={save.isPending}
          onClick={() => page.mutate(consented ? consent : null)}
        >
          Use the hosted page
        </Button>
        <Button type="submit" loading={save.isPending}>
          Save card
        </Button>
      </Group>
    </form>
  );
}
