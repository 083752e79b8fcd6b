import { IconAlertTriangle } from '@tabler/icons-react';
import { moneyText } from '../../../ui/money-text.tsx';
import type { ChargesNowAnswer } from './use-charges-now.ts';

type Props = {
  chargesNow: ChargesNowAnswer;
  /** The buyer whose card it is; null for the agency’s own. */
  buyerName: string | null;
};

/** Says before saving that saving charges a card. */
export function ChargesNow({ chargesNow, buyerName }: Props) {
  const { amount, asked, failed } = chargesNow;
  return (
    <div role="status">
      {amount ? (
        <p className="charges-now">
          <IconAlertTriangle size={16} aria-hidden="true" />
          {buyerName === null ? 'Your card' : `The card of ${buyerName}`} may be charged now:{' '}
          {moneyText(amount)}.
        </p>
      ) : null}
      {asked && !amount ? <p className="field-note">Saving charges nothing now.</p> : null}
      {failed ? (
        <p className="field-note">It is not known whether saving charges a card now. It may.</p>
      ) : null}
    </div>
  );
}
