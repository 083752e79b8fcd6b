import type { BillingSettingsResource, UpdateBillingSettingsRequest } from '@drawdown/shared/http';
import { STANDARD_RETRY_POLICY } from '@drawdown/shared/retries';
import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { billingSettingsQuery, saveBillingSettings } from '../api/billing-settings.ts';
import type { BillingValues } from '../billing-form.ts';
import { billingValues, readBilling, scheduleValues } from '../billing-form.ts';
import { BillingLimits } from './billing-limits.tsx';
import { InvoiceFields } from './invoice-fields.tsx';
import { MailFields } from './mail-fields.tsx';
import { RetrySchedule } from './retry-schedule.tsx';
import './settings.css';

type Props = { settings: BillingSettingsResource; mayChange: boolean };

const SCHEDULE_FIELDS = ['softFunds', 'softIssuer', 'softTechnical', 'giveUpAfter'] as const;

/** What holds for the whole account where a buyer has nothing of its own. */
export function BillingSettingsForm({ settings, mayChange }: Props) {
  const queryClient = useQueryClient();
  const [said, setSaid] = useState('');
  const form = useForm<BillingValues>({ defaultValues: billingValues(settings) });
  const values = { ...billingValues(settings), ...useWatch({ control: form.control }) };
  const save = useMutation({
    mutationFn: (body: UpdateBillingSettingsRequest) => saveBillingSettings(body),
    onMutate: () => setSaid(''),
    onSuccess: (saved) => {
      queryClient.setQueryData(billingSettingsQuery.queryKey, saved);
      form.reset(billingValues(saved));
      setSaid('Saved.');
    },
  });
  const submit = () => {
    form.clearErrors();
    const { body, faults } = readBilling(values, settings);
    for (const { field, message } of faults.toReversed())
      form.setError(field, { message }, { shouldFocus: true });
    if (body && !save.isPending) save.mutate(body);
  };
  const fillInStandard = () => {
    const standard = scheduleValues(STANDARD_RETRY_POLICY);
    for (const field of SCHEDULE_FIELDS) form.setValue(field, standard[field]);
  };
  const fields = {
    register: form.register,
    errors: form.formState.errors,
    values,
    currency: settings.topUpMinimum.currency,
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <fieldset className="plain-fieldset settings-form" disabled={!mayChange}>
        <BillingLimits {...fields} />
        <RetrySchedule {...fields} label={settings.retryPolicy.label} onStandard={fillInStandard} />
        <InvoiceFields {...fields} tax={settings.topUpTax} />
        <MailFields {...fields} />
      </fieldset>
      {save.error ? <ProblemNotice title="Nothing was saved" error={save.error} /> : null}
      {mayChange ? (
        <Group className="settings-save" gap="sm">
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
          <span role="status">{said}</span>
        </Group>
      ) : (
        <p className="field-note">Only an owner or an admin changes these.</p>
      )}
    </form>
  );
}
