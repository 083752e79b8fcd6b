import type { FailingChargeResource } from '@drawdown/shared/http';
import { ActDialog } from '../../../ui/act-dialog.tsx';
import { brandName } from '../../../ui/card-label.tsx';
import { moneyText } from '../../../ui/money-text.tsx';
import { retryCharge } from '../api/charges.ts';

export type ChargeDialogProps = {
  opened: boolean;
  charge: FailingChargeResource;
  /** Whose card it is, by name. */
  cardOwner: string;
  onClose: () => void;
};

/** Charges a card now, so it names the card and the sum, and that it counts. */
export function RetryDialog({ opened, charge, cardOwner, onClose }: ChargeDialogProps) {
  const sum = moneyText(charge.amount);
  const card = `${brandName(charge.card.brand)} ending in ${charge.card.last4}`;
  return (
    <ActDialog
      opened={opened}
      onClose={onClose}
      title="Try this charge again?"
      act={`Charge ${sum} now`}
      failed="It was not tried"
      onAct={async () => (await retryCharge(charge.id)).words}
    >
      <p className="notice-text">
        {sum} will be charged to the card of {cardOwner} now: its default card, or {card} where there is no
        other. It is the same payment as before, so it can succeed only once.
      </p>
      <p className="field-note">
        The card networks allow few tries: a decline counts towards the ten that one card has in 30 days.
      </p>
    </ActDialog>
  );
}
