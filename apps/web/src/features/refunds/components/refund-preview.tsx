import type { RefundableResource } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { Amount, moneyText } from '../../../ui/money-text.tsx';
import { less } from '../refund-form.ts';

type Props = {
  amount: MoneyJson | null;
  card: string;
  refundable: RefundableResource;
  walletBalance: MoneyJson;
};

/** What a refund does, before it does: to which card, the balance before and after, and what is left unspent. */
export function RefundPreview({ amount, card, refundable, walletBalance }: Props) {
  return (
    <section className="confirm-summary" aria-label="Please confirm">
      <p className="confirm-sentence" aria-live="polite">
        {amount
          ? `${moneyText(amount)} goes back to ${card}. It leaves the wallet at once; banks take 5 to 10 days to show it. It cannot be undone.`
          : 'Enter an amount to see what happens.'}
      </p>
      <dl className="before-after">
        <div>
          <dt>Balance now</dt>
          <dd>
            <Amount value={walletBalance} />
          </dd>
        </div>
        <div>
          <dt>Balance after</dt>
          <dd>{amount ? <Amount value={less(walletBalance, amount)} /> : '—'}</dd>
        </div>
        <div>
          <dt>Left unspent of this top-up</dt>
          <dd>{amount ? <Amount value={less(refundable.unspent, amount)} /> : '—'}</dd>
        </div>
      </dl>
    </section>
  );
}
