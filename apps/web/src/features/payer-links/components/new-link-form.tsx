import type { CreatePayerLinkRequest, PayerLinkCreatedResource } from '@drawdown/shared/http';
import type { Currency } from '@drawdown/shared/money';
import { Button, Checkbox, Group, NativeSelect, Radio } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { MoneyInput } from '../../../ui/money-input.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { readMoney } from '../../../ui/read-money.ts';
import { createPayerLink } from '../api/payer-links.ts';

export type LinkBuyer = { id: string; name: string; email: string | null; currency: Currency };

type Values = { kind: 'save_card' | 'pay'; amount: string; send: boolean };

type Props = { buyer: LinkBuyer; onMade: (link: PayerLinkCreatedResource) => void };

const LIFETIMES = [
  { value: '24', label: '1 day' },
  { value: '72', label: '3 days' },
  { value: '168', label: '7 days' },
];

/** What the link is for, how long it lives, and whether it is mailed. */
export function NewLinkForm({ buyer, onMade }: Props) {
  const queryClient = useQueryClient();
  const { register, control, setError, clearErrors, formState, getValues } = useForm<Values>({
    defaultValues: { kind: 'save_card', amount: '', send: false },
  });
  const [hours, setHours] = useState('72');
  const kind = useWatch({ control, name: 'kind' });
  const make = useMutation({
    mutationFn: (body: CreatePayerLinkRequest) => createPayerLink(buyer.id, body),
    onSuccess: onMade,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['payer-links', buyer.id] }),
  });
  const submit = () => {
    clearErrors();
    const values = getValues();
    const asked = values.kind === 'pay' && values.amount.trim() !== '';
    const reading = asked ? readMoney(values.amount, buyer.currency) : null;
    if (reading && !reading.ok)
      return setError('amount', { message: reading.message }, { shouldFocus: true });
    if (make.isPending) return;
    make.mutate({
      kind: values.kind,
      expiresInHours: Number(hours),
      ...(reading?.ok ? { amount: reading.amount } : {}),
      ...(values.send ? { send: true } : {}),
    });
  };
  return (
    <form
      noValidate
      className="stacked-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <fieldset className="plain-fieldset">
        <legend className="field-legend">What is it for?</legend>
        <Radio
          data-autofocus
          value="save_card"
          label="Save a card"
          description={`${buyer.name} saves a card. Nothing is charged.`}
          {...register('kind')}
        />
        <Radio
          value="pay"
          label="Pay an amount"
          description={`${buyer.name} pays into the wallet with a card.`}
          {...register('kind')}
        />
      </fieldset>
      {kind === 'pay' ? (
        <MoneyInput
          label="Amount (optional)"
          description="Left empty, the payer chooses it."
          currency={buyer.currency}
          error={formState.errors.amount?.message}
          field={register('amount')}
        />
      ) : null}
      <NativeSelect
        label="Works for"
        data={LIFETIMES}
        value={hours}
        onChange={(event) => setHours(event.currentTarget.value)}
      />
      {buyer.email ? <Checkbox label={`Mail it to ${buyer.email}`} {...register('send')} /> : null}
      {make.error ? <ProblemNotice title="No link was made" error={make.error} /> : null}
      <Group justify="flex-end">
        <Button type="submit" loading={make.isPending}>
          Make the link
        </Button>
      </Group>
    </form>
  );
}
