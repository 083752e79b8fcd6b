import type { OpenPayerPage, PayerOutcomeResource } from '@drawdown/shared/http';
import { cardName } from '../../../ui/card-label.tsx';
import { Amount } from '../../../ui/money-text.tsx';
import type { BackFromStripe } from './back-from-stripe.ts';
import { BankQuestion } from './bank-question.tsx';
import { PayForm } from './pay-form.tsx';
import type { CardPicker } from './payer-page.tsx';
import { SaveCardForm } from './save-card-form.tsx';

type Props = {
  token: string;
  page: OpenPayerPage;
  cardPicker: CardPicker;
  fromStripe: BackFromStripe | null;
  onOutcome: (outcome: PayerOutcomeResource) => void;
};

/** What the link asks of the payer. */
export function PayerTask(props: Props) {
  const { token, page, onOutcome } = props;
  const { agency, buyerName } = page;
  switch (page.kind) {
    case 'save_card':
      return (
        <>
          <p>
            {agency.name} asks {buyerName ?? 'you'} to save a card for lead credit. Nothing is charged now.
          </p>
          <SaveCardForm {...props} />
        </>
      );
    case 'pay':
      return (
        <>
          <p>The money is your credit for leads from {agency.name}.</p>
          <PayForm {...props} />
        </>
      );
    case 'authenticate':
      return (
        <>
          <p className="payer-amount">{page.amount ? <Amount value={page.amount} /> : null}</p>
          <p>
            Your bank wants you to confirm this payment to {agency.name}
            {page.card ? ` with your ${cardName(page.card)}` : ''}. It is charged once, when you confirm it.
          </p>
          <BankQuestion token={token} emulator={page.emulator} redirectUrl={null} onOutcome={onOutcome} />
        </>
      );
  }
}
