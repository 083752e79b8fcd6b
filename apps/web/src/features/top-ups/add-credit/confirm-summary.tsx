import type { WalletResource } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { money, moneyFromJson, moneyToJson } from '@drawdown/shared/money';
import { Amount, moneyText } from '../../../ui/money-text.tsx';
import type { FundingPlan } from './funding-plan.ts';
import { confirmSentence } from './funding-plan.ts';

type Props = { plan: FundingPlan | null; amount: MoneyJson | null; wallet: WalletResource };

/** What confirming will do: the sentence, and the balance before and after. */
export function ConfirmSummary({ plan, amount, wallet }: Props) {
  const ready = plan !== null && amount !== null;
  return (
    <section className="confirm-summary" aria-label="Please confirm">
      <p className="confirm-sentence" aria-live="polite">
        {ready ? confirmSentence(plan, amount) : missing(plan, amount)}
      </p>
      <dl className="before-after">
        <div>
          <dt>Balance now</dt>
          <dd>
            <Amount value={wallet.balance} />
          </dd>
        </div>
        <div>
          <dt>Balance after</dt>
          <dd>{ready ? <Amount value={sum(wallet.balance, amount)} /> : '—'}</dd>
        </div>
      </dl>
      {wallet.pendingTopUps.amount > 0 ? (
        <p className="field-note">
          {moneyText(wallet.pendingTopUps)} from other top-ups is still on its way and not counted here.
        </p>
      ) : null}
    </section>
  );
}

function missing(plan: FundingPlan | null, amount: MoneyJson | null): string {
  if (amount === null) return 'Enter an amount to see what will be charged.';
  return plan === null ? 'Say who pays to see what will be charged.' : '';
}

function sum(balance: MoneyJson, amount: MoneyJson): MoneyJson {
  const total = moneyFromJson(balance).amountMinor + moneyFromJson(amount).amountMinor;
  return moneyToJson(money(total, balance.currency));
}
