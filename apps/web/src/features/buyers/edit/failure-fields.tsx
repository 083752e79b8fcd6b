import type { Currency } from '@drawdown/shared/money';
import { Checkbox, Radio } from '@mantine/core';
import { useFormContext, useWatch } from 'react-hook-form';
import type { BillingValues } from './billing-form.ts';
import { matters } from './billing-form.ts';
import { LimitField } from './limit-field.tsx';

type Choice = { value: BillingValues['onFailure']; label: string; description: string };

/** What happens to leads when a payment fails; for invoices that is one that is overdue. */
export function FailureFields({ currency }: { currency: Currency }) {
  const { register } = useFormContext<BillingValues>();
  const values = useWatch<BillingValues>();
  const mechanism = values.mechanism ?? 'wallet';
  const onFailure = values.onFailure ?? 'immediate';
  const byPeriod = mechanism === 'net_terms' || mechanism === 'manual';
  return (
    <fieldset className="plain-fieldset">
      <legend className="field-legend">
        {byPeriod ? 'When an invoice or statement is overdue' : 'When a charge is declined'}
      </legend>
      {(byPeriod ? WHEN_OVERDUE : mechanism === 'wallet' ? WHEN_DECLINED : WITHOUT_WALLET).map(
        ({ value, label, description }) => (
          <Radio
            key={value}
            value={value}
            label={label}
            description={description}
            {...register('onFailure')}
          />
        ),
      )}
      {matters('exposureLimit', { mechanism, onFailure }) ? (
        <LimitField
          name="exposureLimit"
          currency={currency}
          label="Exposure limit (optional)"
          description="What may be owed for leads on trust. Left empty: the account’s limit, under Settings."
        />
      ) : null}
      {matters('retryWhilePaused', { mechanism, onFailure }) && onFailure !== 'continue' ? (
        <Checkbox label="Retry the charge while delivery is paused" {...register('retryWhilePaused')} />
      ) : null}
    </fieldset>
  );
}

const WHEN_DECLINED: Choice[] = [
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
    description: 'Leads go on being delivered on trust while the charge is retried, up to a limit.',
  },
];

const WITHOUT_WALLET = WHEN_DECLINED.filter(({ value }) => value !== 'when_exhausted');

const WHEN_OVERDUE: Choice[] = [
  { value: 'immediate', label: 'Pause', description: 'No lead is delivered until it is paid.' },
  {
    value: 'continue',
    label: 'Keep delivering',
    description: 'Within the credit limit, and your agency is told.',
  },
];
