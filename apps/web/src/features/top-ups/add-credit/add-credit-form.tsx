import type { WalletResource } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Checkbox, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { MoneyInput } from '../../../ui/money-input.tsx';
import { moneyText } from '../../../ui/money-text.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { ConfirmSummary } from './confirm-summary.tsx';
import type { AddCreditFacts, AddCreditValues } from './form.ts';
import { addCreditSchema, readForm, wantsInvoice } from './form.ts';
import type { FundingPlan } from './funding-plan.ts';
import { actText } from './funding-plan.ts';
import type { WalletOnlyFunding } from './payer-fields.tsx';
import { PayerFields } from './payer-fields.tsx';
import { retriesQuestion } from './pending-retries.ts';

export type AddCreditFormProps = {
  wallet: WalletResource;
  facts: AddCreditFacts;
  /** The wallet-only ways that settings permit and this person may use; the first is preselected. */
  walletOnlyFundings: WalletOnlyFunding[];
  payerBuyerId: string;
  onPayerBuyer: (buyerId: string) => void;
  addAccountCard: ReactNode;
  addBuyerCard: ReactNode;
  /** What was typed last, so that closing for a moment or trying again loses nothing. */
  draft: AddCreditValues | null;
  onDraft: (values: AddCreditValues) => void;
  sending: boolean;
  refusal: unknown;
  onConfirm: (plan: FundingPlan, amount: MoneyJson) => void;
  onCancel: () => void;
};

export function AddCreditForm(props: AddCreditFormProps) {
  const { wallet, facts, sending, refusal, onPayerBuyer, onDraft } = props;
  const { register, control, handleSubmit, setValue, formState } = useForm<AddCreditValues>({
    defaultValues: props.draft ?? emptyForm(props),
    resolver: zodResolver(addCreditSchema(facts)),
    mode: 'onSubmit', // on blur, the error would move the form away under the pointer that caused the blur
    shouldFocusError: true,
  });
  const values = useWatch({ control });
  const current = { ...emptyForm(props), ...values };
  const { plan, amount } = readForm(current, facts);
  const { errors } = formState;

  useEffect(() => onPayerBuyer(current.payerBuyerId), [current.payerBuyerId, onPayerBuyer]);
  useDefaultCard(facts.accountCards, current.accountCardId, (id) => setValue('accountCardId', id));
  useDefaultCard(facts.buyerCards, current.buyerCardId, (id) => setValue('buyerCardId', id));

  const submit = handleSubmit((valid) => {
    const reading = readForm(valid, facts);
    if (!reading.plan || !reading.amount) return;
    onDraft(valid);
    props.onConfirm(reading.plan, reading.amount);
  });

  return (
    <form noValidate className="add-credit" onSubmit={(event) => void submit(event)}>
      <fieldset className="plain-fieldset" disabled={sending}>
        <MoneyInput
          autoFocus
          label="Amount"
          description={limitsText(facts)}
          currency={facts.currency}
          placeholder="250.00"
          error={errors.amount?.message}
          field={register('amount')}
        />
        <PayerFields
          wallet={wallet}
          facts={facts}
          values={current}
          errors={errors}
          register={register}
          walletOnlyFundings={props.walletOnlyFundings}
          addAccountCard={props.addAccountCard}
          addBuyerCard={props.addBuyerCard}
        />
        {chargesCard(current) ? (
          <Checkbox
            label="Put it on a Stripe invoice"
            description="The invoice is marked as paid by this very charge."
            checked={wantsInvoice(current, facts)}
            onChange={(event) => setValue('invoice', event.currentTarget.checked)}
          />
        ) : null}
        {plan?.retries ? (
          <Checkbox
            label={retriesQuestion(plan.retries)}
            description="This credit brings in that money. Untick it only where both are wanted."
            checked={current.cancelPendingRetry}
            onChange={(event) => setValue('cancelPendingRetry', event.currentTarget.checked)}
          />
        ) : null}
      </fieldset>
      <ConfirmSummary plan={plan} amount={amount} wallet={wallet} />
      {refusal ? (
        <ProblemNotice
          title="Nothing was charged"
          error={refusal}
          nextStep="Change what is named above and confirm again."
        />
      ) : null}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={props.onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={sending}>
          {plan && amount ? actText(plan, amount) : 'Add Credit'}
        </Button>
      </Group>
      <p className="visually-hidden" role="status">
        {sending ? 'Sending. Please wait for the answer.' : ''}
      </p>
    </form>
  );
}

/** Cards may arrive after the dialog has opened, and belong to another buyer once another is chosen. */
function useDefaultCard(cards: { id: string }[] | null, chosen: string, choose: (id: string) => void) {
  const standing = cards === null || cards.some(({ id }) => id === chosen);
  const first = cards?.[0]?.id ?? '';
  useEffect(() => {
    if (!standing && first !== chosen) choose(first);
  }, [standing, first, chosen]);
}

function emptyForm(props: AddCreditFormProps): AddCreditValues {
  return {
    amount: '',
    mode: props.walletOnlyFundings.length > 0 ? 'wallet_only' : 'charge_buyer',
    walletOnlyFunding: props.walletOnlyFundings[0] ?? 'account_card',
    payerBuyerId: props.payerBuyerId,
    accountCardId: props.facts.accountCards[0]?.id ?? '',
    buyerCardId: props.facts.buyerCards?.[0]?.id ?? '',
    reference: '',
    reason: '',
    invoice: null,
    cancelPendingRetry: true,
  };
}

function chargesCard({ mode, walletOnlyFunding }: AddCreditValues): boolean {
  return mode === 'charge_buyer' || walletOnlyFunding === 'account_card';
}

function limitsText({ limits, currency }: AddCreditFacts): string {
  if (!limits) return `In ${currency}.`;
  return `From ${moneyText(limits.minimum)} to ${moneyText(limits.maximum)}.`;
}
