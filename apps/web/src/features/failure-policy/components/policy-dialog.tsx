import type { BuyerResource } from '@drawdown/shared/http';
import { Button, Checkbox, Group, Radio } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Dialog } from '../../../ui/dialog.tsx';
import { MoneyInput } from '../../../ui/money-input.tsx';
import { moneyDigits } from '../../../ui/money-text.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { readMoney } from '../../../ui/read-money.ts';
import { saveFailurePolicy } from '../api/failure-policy.ts';

type Props = { buyer: BuyerResource; opened: boolean; onClose: () => void };
type Delivery = 'immediate' | 'when_exhausted' | 'continue';

const CHOICES: { value: Delivery; label: string; description: string }[] = [
  {
    value: 'immediate',
    label: 'Pause at once',
    description: 'No lead is delivered that cannot be paid for.',
  },
  {
    value: 'when_exhausted',
    label: 'Use up what is left, then pause',
    description: 'Leads are delivered as long as the wallet can pay for them.',
  },
  {
    value: 'continue',
    label: 'Continue and retry',
    description: 'Leads go on being delivered on trust, up to a limit.',
  },
];

/** What happens to a buyer's leads when a charge is declined. */
export function PolicyDialog({ buyer, opened, onClose }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title={`When a charge for ${buyer.name} fails`} width={560}>
      <PolicyForm buyer={buyer} onClose={onClose} />
    </Dialog>
  );
}

function PolicyForm({ buyer, onClose }: Omit<Props, 'opened'>) {
  const { billing } = buyer;
  const [delivery, setDelivery] = useState<Delivery>(
    billing.failurePolicy === 'continue' ? 'continue' : billing.pauseTiming,
  );
  const [retryWhilePaused, setRetryWhilePaused] = useState(billing.retryWhilePaused);
  const [notifyBuyer, setNotifyBuyer] = useState(billing.notifyBuyer);
  const { register, getValues, setError, clearErrors, formState } = useForm({
    defaultValues: { limit: billing.exposureLimit ? moneyDigits(billing.exposureLimit) : '' },
  });
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (changes: Parameters<typeof saveFailurePolicy>[1]) => saveFailurePolicy(buyer.id, changes),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['buyers'] }),
  });
  const submit = () => {
    clearErrors();
    const typed = getValues('limit');
    const limit = typed.trim() === '' ? null : readMoney(typed, buyer.currency, { zeroAllowed: true });
    if (delivery === 'continue' && limit && !limit.ok)
      return setError('limit', { message: limit.message }, { shouldFocus: true });
    if (save.isPending) return;
    save.mutate({
      failurePolicy: delivery === 'continue' ? 'continue' : 'pause',
      ...(delivery === 'continue'
        ? { exposureLimit: limit?.ok ? limit.amount : null }
        : { pauseTiming: delivery }),
      retryWhilePaused,
      notifyBuyer,
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
        <legend className="field-legend">Delivery of leads</legend>
        {CHOICES.map(({ value, label, description }) => (
          <Radio
            key={value}
            name="delivery"
            value={value}
            label={label}
            description={description}
            checked={delivery === value}
            onChange={() => setDelivery(value)}
          />
        ))}
      </fieldset>
      {delivery === 'continue' ? (
        <MoneyInput
          label="Exposure limit (optional)"
          description="What may be owed for leads. Left empty: the account’s limit, under Settings. Zero: nothing."
          currency={buyer.currency}
          error={formState.errors.limit?.message}
          field={register('limit')}
        />
      ) : null}
      <Checkbox
        label="Retry the charge while delivery is paused"
        checked={retryWhilePaused}
        onChange={(event) => setRetryWhilePaused(event.currentTarget.checked)}
      />
      <Checkbox
        label={buyer.email ? `Mail ${buyer.email} too` : 'Mail the buyer too (has no email address)'}
        checked={notifyBuyer}
        onChange={(event) => setNotifyBuyer(event.currentTarget.checked)}
      />
      <p className="field-note">
        A charge that is failing already keeps the policy that held when it was declined.
      </p>
      {save.error ? <ProblemNotice title="Nothing was saved" error={save.error} /> : null}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      </Group>
    </form>
  );
}
