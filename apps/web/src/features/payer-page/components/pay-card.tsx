import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

/** Where the card will come from. `children`: the choice of test cards, which only the emulator takes. */
export function CardChoice({ emulator, children }: { emulator: boolean; children: ReactNode }) {
  if (emulator) return children;
  return (
    <p>
      You enter your card on Stripe’s own page and then come back here to pay. Nothing is charged before that.
    </p>
  );
}

/** The card is known to Stripe; nothing was charged yet. */
export function EnteredCard({ onOther }: { onOther: () => void }) {
  return (
    <div className="stacked-form">
      <p role="status">Stripe has your card. Nothing was charged yet: press Pay to finish.</p>
      <div>
        <Button variant="default" size="xs" onClick={onOther}>
          Use another card
        </Button>
      </div>
    </div>
  );
}
