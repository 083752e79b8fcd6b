import { Alert, Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconInfoCircle, IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../../ui/dialog.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import type { CardOwner } from '../api/payment-methods.ts';
import { paymentMethodsKey, savePaymentMethod } from '../api/payment-methods.ts';
import { TEST_CARDS } from '../test-cards.ts';

type Props = { owner: CardOwner; ownerName: string; withEmulator: boolean };

/** Saves a card. Card numbers are typed at Stripe alone; with the emulator a test card is picked instead. */
export function AddCard({ owner, ownerName, withEmulator }: Props) {
  const [opened, { open, close }] = useDisclosure(false);
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
        {withEmulator ? <TestCardPicker owner={owner} onSaved={close} /> : <CardsComeFromStripe />}
      </Dialog>
    </>
  );
}

function CardsComeFromStripe() {
  return (
    <Alert
      color="gray"
      icon={<IconInfoCircle size={18} aria-hidden="true" />}
      title="Cards are entered at Stripe"
    >
      The card form comes with Stripe’s own page, which is not part of this version yet. Until then a card is
      saved over the API with a finished SetupIntent: <code>POST /v1/buyers/:id/payment-methods</code>.
    </Alert>
  );
}

function TestCardPicker({ owner, onSaved }: { owner: CardOwner; onSaved: () => void }) {
  const [card, setCard] = useState<string>(TEST_CARDS[0].id);
  const [variant, setVariant] = useState('');
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (testCard: string) => savePaymentMethod(owner, { testCard }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: paymentMethodsKey(owner) });
      void queryClient.invalidateQueries({ queryKey: ['buyers'] });
      onSaved();
    },
  });
  const number = variant.replaceAll(/\D/g, '');
  return (
    <form
      className="stacked-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(number === '' ? card : `${card}~${number}`);
      }}
    >
      <p className="field-note">TEST: these cards exist only in the Stripe emulator.</p>
      <NativeSelect
        data-autofocus
        label="Test card"
        data={TEST_CARDS.map(({ id, name, behaviour }) => ({ value: id, label: `${name}: ${behaviour}` }))}
        value={card}
        onChange={(event) => setCard(event.currentTarget.value)}
      />
      <TextInput
        label="Card number variant (optional)"
        description="Any number makes another card that behaves the same."
        inputMode="numeric"
        value={variant}
        onChange={(event) => setVariant(event.currentTarget.value)}
      />
      {save.error ? (
        <ProblemNotice title="The card was not saved" error={save.error} nextStep="Pick another card." />
      ) : null}
      <Group justify="flex-end">
        <Button type="submit" loading={save.isPending}>
          Save card
        </Button>
      </Group>
    </form>
  );
}
