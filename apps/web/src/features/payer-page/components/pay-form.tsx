import type { OpenPayerPage, PayerOutcomeResource } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { formatMoney, isCurrency, moneyFromJson } from '@drawdown/shared/money';
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Amount, moneyDigits, moneyText } from '../../../ui/money-text.tsx';
import type { MoneyReading } from '../../../ui/read-money.ts';
import { readMoney } from '../../../ui/read-money.ts';
import { payByLink } from '../api/payer-page.ts';
import type { BackFromStripe } from './back-from-stripe.ts';
import { CardPageButton } from './card-page-button.tsx';
import { KeepCard } from './keep-card.tsx';
import { CardChoice, EnteredCard } from './pay-card.tsx';
import type { CardPicker } from './payer-page.tsx';
import { PaymentProblem } from './payment-problem.tsx';
import { useCardPage } from './use-card-page.ts';

type Props = {
  token: string;
  page: OpenPayerPage;
  cardPicker: CardPicker;
  fromStripe: BackFromStripe | null;
  onOutcome: (outcome: PayerOutcomeResource) => void;
};

/**
 * The payer pays a sum into the wallet: the one asked for, or one of his choice. The card is saved only where he says so, in
 * the words shown.
 */
export function PayForm({ token, page, cardPicker, fromStripe, onOutcome }: Props) {
  const [testCard, setTestCard] = useState('pm_card_visa');
  const [entered, setEntered] = useState(
    fromStripe?.kind === 'entered' ? fromStripe.checkoutSessionId : null,
  );
  const [typed, setTyped] = useState(() => chosenBefore(fromStripe, page));
  const [keeps, setKeeps] = useState(fromStripe?.keepsCard ?? false);
  const [asked, setAsked] = useState(false);
  const reading: MoneyReading = page.amount ? { ok: true, amount: page.amount } : chosen(typed, page);
  const { consentText } = page;
  const consent = keeps && consentText !== null ? { consent: { text: consentText } } : {};
  const pay = useMutation({
    mutationFn: (amount: MoneyJson) =>
      payByLink(token, {
        ...(entered === null ? { testCard } : { checkoutSessionId: entered }),
        ...(page.amount ? {} : { amount }),
        ...consent,
      }),
    onSuccess: onOutcome,
  });
  const cardPage = useCardPage(token);
  const mayPay = entered !== null || page.emulator;
  const openPage = () => {
    setAsked(true);
    if (reading.ok && !cardPage.isPending)
      cardPage.mutate({ ...(page.amount ? {} : { amount: reading.amount }), ...consent });
  };
  return (
    <form
      noValidate
      className="stacked-form"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (!mayPay) openPage();
        else if (reading.ok && !pay.isPending) pay.mutate(reading.amount);
      }}
    >
      {page.amount ? (
        <p className="payer-amount">
          <Amount value={page.amount} />
        </p>
      ) : (
        <TextInput
          label="Amount"
          description={limitsText(page)}
          inputMode="decimal"
          autoComplete="off"
          leftSection={<span className="currency-code">{page.currency}</span>}
          leftSectionWidth={52}
          value={typed}
          error={asked && !reading.ok ? reading.message : undefined}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {entered === null ? (
        <CardChoice emulator={page.emulator}>{cardPicker(setTestCard)}</CardChoice>
      ) : (
        <EnteredCard onOther={() => setEntered(null)} />
      )}
      {consentText === null ? null : (
        <KeepCard consentText={consentText} checked={keeps} onChange={setKeeps} />
      )}
      {pay.error ? <PaymentProblem error={pay.error} /> : null}
      {mayPay ? (
        <Button type="submit" fullWidth loading={pay.isPending}>
          {reading.ok ? `Pay ${moneyText(reading.amount)}` : 'Pay'}
        </Button>
      ) : null}
      {entered === null ? (
        <CardPageButton page={cardPage} emulator={page.emulator} onOpen={openPage} />
      ) : null}
    </form>
  );
}

/** The amount as it was typed before the payer left for Stripe's page. */
function chosenBefore(back: BackFromStripe | null, { currency }: OpenPayerPage): string {
  const amount = back?.amountMinor ?? null;
  return amount === null || currency === null || !isCurrency(currency)
    ? ''
    : moneyDigits({ amount, currency });
}

function chosen(typed: string, { currency, minimum, maximum }: OpenPayerPage): MoneyReading {
  if (currency === null || !isCurrency(currency)) return { ok: false, message: 'The currency is not known.' };
  const reading = readMoney(typed, currency);
  if (!reading.ok) return reading;
  if (minimum && reading.amount.amount < minimum.amount)
    return { ok: false, message: `The smallest amount is ${formatMoney(moneyFromJson(minimum))}.` };
  if (maximum && reading.amount.amount > maximum.amount)
    return { ok: false, message: `The largest amount is ${formatMoney(moneyFromJson(maximum))}.` };
  return reading;
}

function limitsText({ minimum, maximum }: OpenPayerPage): string | undefined {
  return minimum && maximum ? `From ${moneyText(minimum)} to ${moneyText(maximum)}.` : undefined;
}
