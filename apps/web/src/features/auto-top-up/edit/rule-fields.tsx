import type { Currency } from '@drawdown/shared/money';
import { NativeSelect, Radio } from '@mantine/core';
import type { FieldErrors, UseFormRegister } from 'react-hook-form';
import { MoneyInput } from '../../../ui/money-input.tsx';
import type { RuleValues } from './rule-form.ts';

type Props = {
  currency: Currency;
  payers: { value: string; name: string }[];
  values: RuleValues;
  errors: FieldErrors<RuleValues>;
  register: UseFormRegister<RuleValues>;
  onPayer: (payer: string) => void;
};

/** Threshold, how much, from whom, and the limits. */
export function RuleFields({ currency, payers, values, errors, register, onPayer }: Props) {
  return (
    <>
      <MoneyInput
        autoFocus
        label="When this much or less is available"
        currency={currency}
        placeholder="100.00"
        error={errors.threshold?.message}
        field={register('threshold')}
      />
      <fieldset className="plain-fieldset">
        <legend className="field-legend">How much?</legend>
        <Radio value="amount" label="A fixed amount" {...register('mode')} />
        <Radio value="target" label="Up to a balance" {...register('mode')} />
        {values.mode === 'amount' ? (
          <MoneyInput
            label="Amount"
            description="Where one amount does not bring the balance above the threshold, a multiple of it is charged."
            currency={currency}
            placeholder="500.00"
            error={errors.amount?.message}
            field={register('amount')}
          />
        ) : (
          <MoneyInput
            label="Balance to fill up to"
            description="Above the threshold. The charge is what is missing, so it may be an odd amount."
            currency={currency}
            placeholder="1000.00"
            error={errors.targetBalance?.message}
            field={register('targetBalance')}
          />
        )}
      </fieldset>
      <NativeSelect
        label="Whose card is charged?"
        data={[
          ...(payers.some(({ value }) => value === values.payer) ? [] : [{ value: '', label: 'Choose' }]),
          ...payers.map(({ value, name }) => ({ value, label: name })),
        ]}
        error={errors.payer?.message}
        value={values.payer}
        onChange={(event) => onPayer(event.currentTarget.value)}
      />
      <div className="two-fields">
        <MoneyInput
          label="Daily limit (optional)"
          description="Left empty in a new rule: three times the amount."
          currency={currency}
          error={errors.dailyLimit?.message}
          field={register('dailyLimit')}
        />
        <MoneyInput
          label="Monthly limit (optional)"
          description="Counts automatic top-ups of this wallet alone."
          currency={currency}
          error={errors.monthlyLimit?.message}
          field={register('monthlyLimit')}
        />
      </div>
    </>
  );
}
