import type { Currency } from '@drawdown/shared/money';
import type { FieldErrors, UseFormRegister } from 'react-hook-form';
import { MoneyInput } from '../../../ui/money-input.tsx';
import { Section } from '../../../ui/section.tsx';
import type { BillingValues } from '../billing-form.ts';

export type SettingsFields = {
  register: UseFormRegister<BillingValues>;
  errors: FieldErrors<BillingValues>;
  values: BillingValues;
  currency: Currency;
};

/** How much one top-up may be, and what may be owed. */
export function BillingLimits({ register, errors, currency }: SettingsFields) {
  const field = (name: 'topUpMinimum' | 'topUpMaximum' | 'defaultExposureLimit' | 'residue') => ({
    currency,
    error: errors[name]?.message,
    field: register(name),
  });
  return (
    <Section title="Amounts">
      <div className="settings-fields">
        <MoneyInput label="Smallest top-up" {...field('topUpMinimum')} />
        <MoneyInput label="Largest top-up" {...field('topUpMaximum')} />
        <MoneyInput
          label="Exposure limit of a buyer"
          description="What a buyer with the policy “continue and retry” may owe for leads while a failed charge is retried, unless it has a limit of its own. Zero: nothing."
          {...field('defaultExposureLimit')}
        />
        <MoneyInput
          label="Residue that never blocks"
          description="So little unpaid keeps no buyer paused."
          {...field('residue')}
        />
      </div>
    </Section>
  );
}
