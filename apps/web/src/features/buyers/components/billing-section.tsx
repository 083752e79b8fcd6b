import type { BuyerResource } from '@drawdown/shared/http';
import { Button } from '@mantine/core';
import { Fact } from '../../../ui/fact.tsx';
import { Section } from '../../../ui/section.tsx';
import { billingLines } from '../billing-words.ts';
import { MECHANISM_WORDS } from '../mechanism-words.ts';

type Props = {
  buyer: BuyerResource;
  mayChange: boolean;
  /** Opens what changes the terms. */
  onEdit: () => void;
  /** Opens what changes mechanism, wallet and currency. */
  onSwitch: () => void;
};

/** How the buyer pays and on which terms, with the buttons that change either. */
export function BillingSection({ buyer, mayChange, onEdit, onSwitch }: Props) {
  const words = MECHANISM_WORDS[buyer.billing.mechanism];
  return (
    <Section
      title="Billing"
      id="billing"
      note={`${words.name}: ${words.lead}`}
      actions={
        mayChange ? (
          <div className="section-actions">
            <Button variant="default" size="sm" onClick={onSwitch}>
              Switch
            </Button>
            <Button variant="default" size="sm" onClick={onEdit}>
              Edit billing
            </Button>
          </div>
        ) : null
      }
    >
      <dl className="facts">
        {billingLines(buyer).map(({ name, words: said }) => (
          <Fact key={name} name={name}>
            {said}
          </Fact>
        ))}
      </dl>
    </Section>
  );
}
