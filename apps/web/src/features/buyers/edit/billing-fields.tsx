import type { Currency } from '@drawdown/shared/money';
import { Checkbox, TextInput } from '@mantine/core';
import { useFormContext, useWatch } from 'react-hook-form';
import { SelectField } from '../../../ui/select-field.tsx';
import type { BillingField, BillingValues } from './billing-form.ts';
import { matters } from './billing-form.ts';
import { FailureFields } from './failure-fields.tsx';
import { LimitField } from './limit-field.tsx';

/** The terms of the chosen way to pay; a field that says nothing for it is not shown. Within a `FormProvider`. */
export function BillingFields({ currency }: { currency: Currency }) {
  const { register, formState } = useFormContext<BillingValues>();
  const values = useWatch<BillingValues>();
  const chosen = { mechanism: values.mechanism ?? 'wallet', onFailure: values.onFailure ?? 'immediate' };
  const shows = (field: BillingField) => matters(field, chosen);
  return (
    <>
      {shows('fallbackToCard') ? (
        <Checkbox
          label="Fall back to the card on file"
          description="A lead that the wallet cannot pay for is charged to the buyer’s card, whole."
          {...register('fallbackToCard')}
        />
      ) : null}
      {shows('creditLimit') ? <PeriodFields currency={currency} mechanism={chosen.mechanism} /> : null}
      <FailureFields currency={currency} />
      <div className="two-fields">
        <LimitField
          name="dailyCap"
          currency={currency}
          label="Daily cap (optional)"
          description="The most that its leads may cost in a day."
        />
        <LimitField
          name="monthlyCap"
          currency={currency}
          label="Monthly cap (optional)"
          description="The most that they may cost in a month."
        />
      </div>
      <TextInput
        label="Return window in days"
        description="How long a delivered lead may be given back. 0: leads cannot be returned."
        inputMode="numeric"
        autoComplete="off"
        error={formState.errors.returnWindowDays?.message}
        {...register('returnWindowDays')}
      />
      {shows('invoiceTopUps') ? (
        <SelectField<BillingValues>
          name="invoiceTopUps"
          label="Stripe invoice for each top-up"
          description="An invoice that is marked paid by the very payment."
          data={[
            { value: 'account', label: 'As the account does' },
            { value: 'yes', label: 'Yes' },
            { value: 'no', label: 'No' },
          ]}
        />
      ) : null}
      <Checkbox
        label="Mail the buyer too"
        description="About declined charges, pauses and invoices; your agency is always told."
        {...register('notifyBuyer')}
      />
    </>
  );
}

type PeriodProps = { currency: Currency; mechanism: BillingValues['mechanism'] };

function PeriodFields({ currency, mechanism }: PeriodProps) {
  const { register, formState } = useFormContext<BillingValues>();
  const manual = mechanism === 'manual';
  return (
    <>
      <LimitField
        name="creditLimit"
        currency={currency}
        label={manual ? 'Credit limit (optional)' : 'Credit limit'}
        description={
          manual
            ? 'The most that it may owe. Left empty: no limit.'
            : 'The most that it may owe: billed, not billed yet, and on trust.'
        }
      />
      <div className="two-fields">
        <SelectField<BillingValues>
          name="invoicePeriod"
          label={manual ? 'Statement' : 'Invoice'}
          description="In the account’s time zone."
          data={[
            { value: 'weekly', label: 'Each week, on Monday' },
            { value: 'monthly', label: 'Each month, on the 1st' },
          ]}
        />
        <TextInput
          label="Due after days"
          description="7, 14, 30 or any number up to 120."
          inputMode="numeric"
          autoComplete="off"
          error={formState.errors.termsDays?.message}
          {...register('termsDays')}
        />
      </div>
    </>
  );
}
