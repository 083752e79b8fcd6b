import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { TEST_CARDS } from '../test-cards.ts';

/** Picks one of the emulator's cards, where Stripe's own form would be. */
export function TestCardFields({ onPick }: { onPick: (testCard: string) => void }) {
  const [card, setCard] = useState<string>(TEST_CARDS[0].id);
  const [variant, setVariant] = useState('');
  const pick = (id: string, number: string) => {
    setCard(id);
    setVariant(number);
    const digits = number.replaceAll(/\D/g, '');
    onPick(digits === '' ? id : `${id}~${digits}`);
  };
  return (
    <>
      <p className="field-note">TEST: these cards exist only in the Stripe emulator.</p>
      <NativeSelect
        data-autofocus
        label="Test card"
        data={TEST_CARDS.map(({ id, name, behaviour }) => ({ value: id, label: `${name}: ${behaviour}` }))}
        value={card}
        onChange={(event) => pick(event.currentTarget.value, variant)}
      />
      <TextInput
        label="Card number variant (optional)"
        description="Any number makes another card that behaves the same."
        inputMode="numeric"
        value={variant}
        onChange={(event) => pick(card, event.currentTarget.value)}
      />
    </>
  );
}
